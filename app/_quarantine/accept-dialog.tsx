import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { errorSentence } from "@/app/_entry/error-sentence";
import { schemaPath } from "@/app/_schemas/schema-path";
import { DesignDiff } from "@/app/_schemas/versions/design-diff";
import { useTRPC, useTRPCClient } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogCancel } from "@/app/_ui/dialog";
import { formatPlural } from "@/app/_ui/format";
import { Sentence } from "@/app/_ui/sentence";
import { showToast } from "@/app/_ui/show-toast";
import { SkeletonRows } from "@/app/_ui/skeleton";
import { TextLink } from "@/app/_ui/text-link";
import { acceptFailure } from "@/flow/schema-design/accept-failure";
import { parseSchemaText } from "@/flow/schema-design/write-design";
import type { QuarantineGroup } from "@/server/quarantine/list-quarantine";
import { choiceOf } from "./choice-of";
import { releaseAll, releasedOf } from "./release-all";

interface AcceptDialogProps {
  readonly workspace: string;
  readonly group: QuarantineGroup;
  readonly onClose: () => void;
}

function parsed(text: string | null | undefined): unknown {
  if (text === null || text === undefined) return undefined;
  const read = parseSchemaText(text);
  return "schema" in read ? read.schema : undefined;
}

/** Changes the schema so that these events fit, shows the change, and releases them under the new version. */
export function AcceptDialog({ workspace, group, onClose }: AcceptDialogProps) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const { subject, topic } = group;
  const latest = useQuery(trpc.schemas.text.queryOptions({ workspace, subject }));
  const list = useQuery(trpc.quarantine.list.queryOptions({ workspace, ...choiceOf(group), limit: 1 }));
  const id = list.data?.events[0]?.id;
  const event = useQuery({
    ...trpc.quarantine.get.queryOptions({ workspace, id: id ?? "" }),
    enabled: id !== undefined,
  });
  const accept = useMutation({
    mutationFn: async (text: string) => {
      const choice = choiceOf(group);
      const references = [...(latest.data?.references ?? [])];
      const first = await client.quarantine.accept.mutate({ workspace, topic, text, references, choice });
      const { nextAfter: after, version } = first;
      const rest =
        after === null
          ? { released: 0, left: [] }
          : await releaseAll(client, workspace, { choice: { ...choice, after } });
      const { released, left } = releasedOf(first);
      return { version, released: released + rest.released, left: left.length + rest.left.length };
    },
    onSuccess: ({ version, released, left }) => {
      const rest = left === 0 ? "" : ` ${formatPlural(left, "event")} fit neither and stay.`;
      showToast(`Version ${version.version} is saved, ${formatPlural(released, "event")} released.${rest}`);
      onClose();
    },
    onSettled: async () => {
      await queries.invalidateQueries(trpc.quarantine.pathFilter());
      await queries.invalidateQueries(trpc.schemas.pathFilter());
    },
  });
  const error = latest.error ?? list.error ?? event.error;
  const before = parsed(latest.data?.text);
  const isRead = before !== undefined && event.data !== undefined;
  const after =
    isRead && latest.data?.format === "JSON"
      ? acceptFailure(before, group, parsed(event.data?.text))
      : undefined;
  return (
    <Dialog
      open
      size="form"
      onOpenChange={(open) => !open && onClose()}
      title={`Accept ${formatPlural(group.count, "event")} as a new version of ${subject}?`}
      description={<Sentence>{group.message}</Sentence>}
      footer={
        <>
          <DialogCancel />
          <Button
            variant="primary"
            busy={accept.isPending}
            busyLabel="Saving…"
            disabled={after === undefined && "Change the schema on its page."}
            onClick={() => accept.mutate(`${JSON.stringify(after, null, 2)}\n`)}
          >
            Save version and release
          </Button>
        </>
      }
    >
      {error === null ? null : <Banner tone="bad">{errorSentence(error)}</Banner>}
      {!isRead && error === null ? <SkeletonRows /> : null}
      {isRead && after === undefined ? (
        <Banner>
          Only a person can say how the schema should change here.{" "}
          <TextLink href={schemaPath(workspace, subject)}>Open the schema</TextLink>, then release these as
          they are.
        </Banner>
      ) : null}
      {after === undefined ? null : <DesignDiff before={before} after={after} />}
      {accept.error === null ? null : <Banner tone="bad">{errorSentence(accept.error)}</Banner>}
    </Dialog>
  );
}
