"use client";

import { Crosshair } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogCancel } from "@/app/_ui/dialog";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import { Menu } from "@/app/_ui/menu";
import { MenuItem } from "@/app/_ui/menu-items";
import type { EventPlace } from "./event-query";

interface SeekMenuProps {
  /** An offset is a place in one topic. */
  readonly topic: string | undefined;
  readonly onSeek: (place: EventPlace | undefined) => void;
}

const formId = "go-to";

/** Goes to a place in the log. */
export function SeekMenu({ topic, onSeek }: SeekMenuProps) {
  const [asked, setAsked] = useState<"time" | "offset">();
  return (
    <>
      <Menu align="end" trigger={<Button icon={Crosshair}>Go to</Button>}>
        <MenuItem onSelect={() => onSeek(undefined)}>Newest event</MenuItem>
        <MenuItem onSelect={() => onSeek({ kind: "oldest" })}>Oldest event</MenuItem>
        <MenuItem onSelect={() => setAsked("time")}>A time…</MenuItem>
        <MenuItem
          disabled={topic === undefined && "Filter by one topic first: an offset is a place in a topic."}
          onSelect={() => setAsked("offset")}
        >
          An offset…
        </MenuItem>
      </Menu>
      {asked === undefined ? null : (
        <SeekDialog
          asked={asked}
          topic={topic}
          onClose={() => setAsked(undefined)}
          onSeek={(place) => {
            setAsked(undefined);
            onSeek(place);
          }}
        />
      )}
    </>
  );
}

interface SeekDialogProps extends SeekMenuProps {
  readonly asked: "time" | "offset";
  readonly onClose: () => void;
}

function placeFrom(
  asked: "time" | "offset",
  topic: string | undefined,
  text: string,
): EventPlace | undefined {
  if (asked === "time") {
    const time = new Date(text);
    return Number.isNaN(time.getTime()) ? undefined : { kind: "time", time };
  }
  const offset = Number(text.replaceAll(/[,\s]/g, ""));
  return topic !== undefined && Number.isInteger(offset) && offset >= 1
    ? { kind: "around", topic, offset }
    : undefined;
}

function SeekDialog({ asked, topic, onClose, onSeek }: SeekDialogProps) {
  const [text, setText] = useState("");
  const [isAsked, setIsAsked] = useState(false);
  const place = placeFrom(asked, topic, text);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsAsked(true);
    if (place !== undefined) onSeek(place);
  };
  const problem = asked === "time" ? "Choose a day and a time." : "Write a whole number from 1 on.";
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={asked === "time" ? "Go to a time" : `Go to an offset of ${topic}`}
      footer={
        <>
          <DialogCancel />
          <Button type="submit" form={formId} variant="primary">
            Go there
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit}>
        <Field
          label={asked === "time" ? "Time" : "Offset"}
          error={isAsked && place === undefined ? problem : undefined}
        >
          <Input
            autoFocus
            value={text}
            onValueChange={setText}
            {...(asked === "time" ? { type: "datetime-local", step: 1 } : { inputMode: "numeric" })}
          />
        </Field>
      </form>
    </Dialog>
  );
}
