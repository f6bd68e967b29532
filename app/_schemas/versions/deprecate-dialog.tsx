import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogCancel } from "@/app/_ui/dialog";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import { Textarea } from "@/app/_ui/textarea";
import type { VersionSummary } from "@/server/schemas/list-schemas";

const formId = "deprecate-version";

interface DeprecateDialogProps {
  readonly workspace: string;
  readonly subject: string;
  readonly version: VersionSummary;
  readonly onClose: () => void;
}

/** From which day on a version should be sent no more, and what to send in its place. */
export function DeprecateDialog({ workspace, subject, version, onClose }: DeprecateDialogProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [from, setFrom] = useState(version.deprecatedFrom ?? "");
  const [note, setNote] = useState(version.deprecationNote ?? "");
  const save = useMutation(
    trpc.schemas.deprecate.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries(trpc.schemas.pathFilter());
        onClose();
      },
    }),
  );
  const put = (day: string | null) =>
    save.mutate({
      workspace,
      subject,
      version: version.version,
      from: day,
      note: note.trim() === "" || day === null ? null : note,
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (from !== "") put(from);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Deprecate version ${version.version} of ${subject}?`}
      description="Events of this version are still taken. The date is shown to everybody who looks at the schema."
      footer={
        <>
          <DialogCancel />
          {version.deprecatedFrom === null ? null : (
            <Button busy={save.isPending} onClick={() => put(null)}>
              Take it back
            </Button>
          )}
          <Button
            type="submit"
            form={formId}
            variant="primary"
            busy={save.isPending}
            disabled={from === "" && "Choose a day."}
          >
            Deprecate version {version.version}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Not to be sent from">
          <Input type="date" value={from} autoFocus onValueChange={setFrom} />
        </Field>
        <Field label="What to do instead" optional>
          <Textarea value={note} maxLength={2000} onChange={(event) => setNote(event.currentTarget.value)} />
        </Field>
        {save.error === null ? null : <Banner tone="bad">{errorSentence(save.error)}</Banner>}
      </form>
    </Dialog>
  );
}
