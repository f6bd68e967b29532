import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { errorSentence } from "@/app/_entry/error-sentence";
import { useRefusal } from "@/app/_flows/use-refusal";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { ButtonLink } from "@/app/_ui/button-link";
import { Dialog, DialogCancel } from "@/app/_ui/dialog";
import { Field } from "@/app/_ui/field";
import { Select } from "@/app/_ui/select";
import { showToast } from "@/app/_ui/show-toast";
import { SkeletonRows } from "@/app/_ui/skeleton";
import { schemaPath } from "../schema-path";
import { GateChoice } from "./gate-choice";

interface TopicSchemaDialogProps {
  readonly workspace: string;
  readonly topic: string;
  readonly onClose: () => void;
}

/** The schema that a topic has, what it does with events that do not fit, and how to make one from its events. */
export function TopicSchemaDialog({ workspace, topic, onClose }: TopicSchemaDialogProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const mayNot = useRefusal(workspace, "schema.edit");
  const gate = useQuery(trpc.schemas.gate.queryOptions({ workspace, topic }));
  const schemas = useQuery(trpc.schemas.list.queryOptions({ workspace }));
  const save = useMutation(
    trpc.schemas.setGate.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.schemas.pathFilter()),
      onError: (error) => showToast(errorSentence(error), { tone: "bad" }),
    }),
  );
  const error = gate.error ?? schemas.error;
  const { data } = gate;
  const names = [...new Set([topic, ...(schemas.data ?? []).map(({ subject }) => subject)])];
  const waiting =
    schemas.data?.flatMap(({ topics }) => topics).find(({ name }) => name === topic)?.waiting ?? 0;
  return (
    <Dialog
      open
      size="form"
      onOpenChange={(open) => !open && onClose()}
      title={`Schema of ${topic}`}
      footer={
        <>
          <DialogCancel>Close</DialogCancel>
          {data === undefined ? null : data.latestVersion === null ? (
            <ButtonLink
              variant="primary"
              href={schemaPath(workspace, data.subject, { new: "yes", from: topic })}
            >
              Make a schema from its events
            </ButtonLink>
          ) : (
            <ButtonLink variant="primary" href={schemaPath(workspace, data.subject)}>
              Open schema
            </ButtonLink>
          )}
        </>
      }
    >
      {error === null ? null : <Banner tone="bad">{errorSentence(error)}</Banner>}
      {data === undefined ? (
        error === null ? (
          <SkeletonRows />
        ) : null
      ) : (
        <>
          <Field
            label="Schema"
            help={
              data.latestVersion === null
                ? "It has no version yet, so nothing is checked."
                : `Events are held to version ${data.latestVersion}, unless they name another.`
            }
          >
            <Select
              mono
              value={data.subject}
              disabled={mayNot !== false}
              onValueChange={(subject) => save.mutate({ workspace, topic, gate: data.gate, subject })}
              options={names.map((value) => ({ value, label: value }))}
            />
          </Field>
          <GateChoice workspace={workspace} topic={topic} gate={data.gate} waiting={waiting} />
        </>
      )}
    </Dialog>
  );
}
