import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogCancel } from "@/app/_ui/dialog";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import { schemaPath } from "./schema-path";

const formId = "new-schema";

interface NewSchemaDialogProps {
  readonly workspace: string;
  readonly onClose: () => void;
}

/** Asks for the name of a new schema; it exists once its first version is saved. */
export function NewSchemaDialog({ workspace, onClose }: NewSchemaDialogProps) {
  const router = useRouter();
  const [name, setName] = useState("");
  const [isChecked, setChecked] = useState(false);
  const subject = name.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (subject !== "") router.push(schemaPath(workspace, subject, { new: "yes" }));
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New schema"
      description="A topic takes the schema of its own name unless you choose another."
      footer={
        <>
          <DialogCancel />
          <Button type="submit" form={formId} variant="primary">
            Design schema
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit}>
        <Field
          label="Name"
          help="Mostly the name of a topic, as in order.placed"
          error={isChecked && subject === "" ? "A schema needs a name." : undefined}
        >
          <Input
            mono
            autoFocus
            value={name}
            maxLength={255}
            placeholder="order.placed"
            spellCheck={false}
            onValueChange={(next) => {
              setName(next);
              setChecked(false);
            }}
          />
        </Field>
      </form>
    </Dialog>
  );
}
