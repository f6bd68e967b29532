import { type FormEvent, useId, useState } from "react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogCancel } from "@/app/_ui/dialog";
import { Field } from "@/app/_ui/field";
import { formatPlural } from "@/app/_ui/format";
import { Input } from "@/app/_ui/input";
import { Segmented } from "@/app/_ui/segmented";
import { Sentence } from "@/app/_ui/sentence";
import type { QuarantineGroup } from "@/server/quarantine/list-quarantine";
import { choiceOf } from "./choice-of";
import { useRelease } from "./use-release";

interface FixGroupDialogProps {
  readonly workspace: string;
  readonly group: QuarantineGroup;
  readonly onClose: () => void;
}

type Way = "as-is" | "set" | "rename" | "remove";

function likelyWay({ keyword, pointer }: QuarantineGroup): Way {
  if (pointer === "") return "as-is";
  return keyword === "additionalProperties" ? "remove" : "set";
}

/** Puts all events of one reason right in the same way, and releases those that fit then. */
export function FixGroupDialog({ workspace, group, onClose }: FixGroupDialogProps) {
  const form = useId();
  const [way, setWay] = useState<Way>(likelyWay(group));
  const [field, setField] = useState(group.pointer);
  const [to, setTo] = useState("");
  const [value, setValue] = useState("");
  const release = useRelease(workspace, onClose);
  const isReady =
    way === "as-is" || (field !== "" && (way !== "set" || value !== "") && (way !== "rename" || to !== ""));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const choice = choiceOf(group);
    if (way === "as-is") release.mutate({ choice });
    else if (way === "set") release.mutate({ choice, mapping: [{ op: "set", field, value }] });
    else if (way === "remove") release.mutate({ choice, mapping: [{ op: "remove", field }] });
    else release.mutate({ choice, mapping: [{ op: "rename", from: field, to }] });
  };
  const left = release.data?.left ?? [];
  return (
    <Dialog
      open
      size="form"
      onOpenChange={(open) => !open && onClose()}
      title={`Fix and release ${formatPlural(group.count, "event")}`}
      description={<Sentence>{group.message}</Sentence>}
      footer={
        <>
          <DialogCancel />
          <Button
            type="submit"
            form={form}
            variant="primary"
            busy={release.isPending}
            busyLabel="Releasing…"
            disabled={!isReady && "Fill in what is to be changed."}
          >
            Release {group.count}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        <Segmented
          label="How"
          value={way}
          onValueChange={setWay}
          segments={[
            { value: "set", label: "Set a field" },
            { value: "rename", label: "Rename" },
            { value: "remove", label: "Remove" },
            { value: "as-is", label: "As they are" },
          ]}
        />
        {way === "as-is" ? (
          <p className="text-dense text-muted">Those that fit by now are released, as after a new version.</p>
        ) : (
          <Field label={way === "rename" ? "Field that is there" : "Field"} help="As in /customer/email">
            <Input mono value={field} onValueChange={setField} />
          </Field>
        )}
        {way === "rename" ? (
          <Field label="New name" help="As in /customer/email">
            <Input mono value={to} onValueChange={setTo} />
          </Field>
        ) : null}
        {way === "set" ? (
          <Field label="Value" help={'An expression: "EUR", 0, number(data.total), data.old_name'}>
            <Input mono value={value} onValueChange={setValue} />
          </Field>
        ) : null}
        {left.length === 0 ? null : (
          <Banner tone="bad">
            {formatPlural(left.length, "event")} still {left.length === 1 ? "does" : "do"} not fit:{" "}
            <Sentence>{left[0] ?? ""}</Sentence>
          </Banner>
        )}
        {release.error === null ? null : <Banner tone="bad">{errorSentence(release.error)}</Banner>}
      </form>
    </Dialog>
  );
}
