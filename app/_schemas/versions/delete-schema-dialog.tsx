import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { errorSentence } from "@/app/_entry/error-sentence";
import { workspacePath } from "@/app/_flows/flow-paths";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { ConfirmDialog } from "@/app/_ui/confirm-dialog";
import { formatPlural } from "@/app/_ui/format";
import { showToast } from "@/app/_ui/show-toast";
import type { SchemaSubject } from "@/server/schemas/list-schemas";
import { schemaPath } from "../schema-path";

interface DeleteSchemaDialogProps {
  readonly workspace: string;
  readonly schema: SchemaSubject;
  /** Undefined: the schema with all of its versions. */
  readonly version: number | undefined;
  readonly onClose: () => void;
}

/** What deleting a version, or the whole schema, changes for the topics that are held to it. */
function consequences({ topics, versions }: SchemaSubject, version: number | undefined): string[] {
  const held = topics.filter(({ gate }) => gate !== "off").map(({ name }) => name);
  const names = held.join(", ");
  const verb = held.length === 1 ? "is" : "are";
  if (version === undefined || versions.length === 1)
    return held.length === 0
      ? []
      : [`${names} ${verb} checked no more until the schema has a version again.`];
  const [latest, before] = versions;
  if (version !== latest?.version)
    return ["Events that still name it are held to the latest version from then on."];
  return held.length === 0 ? [] : [`${names} ${verb} held to version ${before?.version} from then on.`];
}

/** Asks before a version or a whole schema is deleted, and says what that means for topics and senders. */
export function DeleteSchemaDialog({ workspace, schema, version, onClose }: DeleteSchemaDialogProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const { subject, versions, topics } = schema;
  const isWhole = version === undefined || versions.length === 1;
  const use = useQuery(trpc.schemas.use.queryOptions({ workspace, subject }));
  const senders = use.data?.senders.filter((one) =>
    version === undefined ? one.version !== null : one.version === version,
  );
  const sent = senders?.reduce((sum, { events }) => sum + events, 0) ?? 0;
  const waiting = topics.reduce((sum, topic) => sum + topic.waiting, 0);
  const remove = useMutation(
    trpc.schemas.delete.mutationOptions({
      onSuccess: async () => {
        showToast(isWhole ? `The schema ${subject} is deleted.` : `Version ${version} is deleted.`);
        onClose();
        if (isWhole) router.replace(workspacePath(workspace, "schemas"));
        else router.replace(schemaPath(workspace, subject, { tab: "versions" }), { scroll: false });
        await queries.invalidateQueries(trpc.schemas.pathFilter());
      },
    }),
  );
  const what = version === undefined ? `the schema ${subject}` : `version ${version} of ${subject}`;
  return (
    <ConfirmDialog
      open
      destructive
      onOpenChange={(open) => !open && onClose()}
      title={`Delete ${what}?`}
      action={version === undefined ? "Delete schema" : `Delete version ${version}`}
      busyLabel="Deleting…"
      busy={remove.isPending}
      error={remove.error === null ? undefined : errorSentence(remove.error)}
      disabled={use.isPending && "It is still being looked up who uses it."}
      onConfirm={() => remove.mutate({ workspace, subject, ...(version === undefined ? {} : { version }) })}
    >
      <ul className="flex list-disc flex-col gap-1 pl-4">
        {version === undefined && versions.length > 1 ? (
          <li>All {versions.length} versions go.</li>
        ) : version !== undefined && isWhole ? (
          <li>It is the only version: the schema goes with it.</li>
        ) : null}
        {consequences(schema, version).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
        {use.data === undefined ? null : (
          <li>
            {sent === 0
              ? `Nobody sent it in the last ${use.data.days} days.`
              : `${formatPlural(sent, "event")} of the last ${use.data.days} days ${sent === 1 ? "names" : "name"} it.`}{" "}
            {use.data.readers.length === 0
              ? "No consumer is deployed for its topics."
              : `${formatPlural(use.data.readers.length, "consumer")} ${use.data.readers.length === 1 ? "reads" : "read"} its topics.`}
          </li>
        )}
        {isWhole && waiting > 0 ? (
          <li>{formatPlural(waiting, "event")} in quarantine can still be released.</li>
        ) : null}
        <li>Its text still answers to its id. Numbers of versions are not given again.</li>
      </ul>
    </ConfirmDialog>
  );
}
