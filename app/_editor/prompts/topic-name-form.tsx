"use client";

import { CornerDownLeft } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Field } from "@/app/_ui/field";
import { IconButton } from "@/app/_ui/icon-button";
import { Input } from "@/app/_ui/input";
import { asTopicName, topicNameSchema } from "@/flow/document/names";
import { useEditor } from "../state/editor-context";
import { focusSoon } from "../state/focus";
import { takeTypedAhead } from "./typed-ahead";

interface TopicNameFormProps {
  readonly label: string;
  readonly proposed: string;
  /** The name as it will be: "User signed up" has become `user.signed.up`. */
  readonly onAnswer: (name: string) => void;
  readonly onCancel: () => void;
}

/** One box for the name of a topic: Enter answers, what it becomes stands below while typing. */
export function TopicNameForm({ label, proposed, onAnswer, onCancel }: TopicNameFormProps) {
  const [typed, setTyped] = useState(proposed);
  const box = useRef<HTMLInputElement>(null);
  const name = asTopicName(typed);
  const parsed = topicNameSchema.safeParse(name);
  const exists = useEditor(({ document }) => document.topics.some((topic) => topic.name === name));
  useEffect(() => {
    const ahead = takeTypedAhead();
    if (ahead.text !== "") setTyped(ahead.text);
    // The canvas moves focus to the new card in the same turn: the question comes after it.
    focusSoon(() => box.current);
    if (ahead.text === "") box.current?.select();
    if (ahead.isEntered) queueMicrotask(() => box.current?.form?.requestSubmit());
  }, []);
  const help = exists ? (
    <>
      <code>{name}</code> exists. Enter uses it.
    </>
  ) : name !== typed.trim() && name !== "" ? (
    <>
      Becomes <code>{name}</code>
    </>
  ) : (
    "Name it after what has happened. Enter creates the topic."
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        if (parsed.success) onAnswer(name);
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") onCancel();
      }}
    >
      <Field
        label={label}
        help={help}
        error={typed !== "" && !parsed.success ? parsed.error.issues[0]?.message : undefined}
      >
        <div className="flex gap-1">
          <Input
            ref={box}
            mono
            value={typed}
            onValueChange={setTyped}
            data-testid="topic-name"
            spellCheck={false}
          />
          <IconButton
            icon={CornerDownLeft}
            label="Create topic"
            shortcut="Enter"
            type="submit"
            size={32}
            variant="secondary"
          />
        </div>
      </Field>
    </form>
  );
}
