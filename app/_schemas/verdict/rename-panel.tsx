import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Replace } from "lucide-react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { flowPath } from "@/app/_flows/flow-paths";
import { useRefusal } from "@/app/_flows/use-refusal";
import { useTRPC, useTRPCClient } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { formatPlural } from "@/app/_ui/format";
import { showToast } from "@/app/_ui/show-toast";
import { TextLink } from "@/app/_ui/text-link";
import type { RenameOffer } from "@/server/schemas/rename-uses";
import { useSettled } from "./use-settled";

interface RenamePanelProps {
  readonly workspace: string;
  readonly subject: string;
  readonly text: string;
  /** Of the latest saved schema. */
  readonly version: number;
}

/** Fields with a new name that drafts of flows still use under the old one, and one press that changes those. */
export function RenamePanel({ workspace, subject, text, version }: RenamePanelProps) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const settled = useSettled(text);
  const offers = useQuery({
    // It changes nothing and is posted, so it is asked like a query.
    queryKey: [...trpc.schemas.pathKey(), "renameOffers", workspace, subject, settled, version],
    queryFn: () => client.schemas.renameOffers.mutate({ workspace, subject, text: settled }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (offers.error !== null) return <Banner tone="bad">{errorSentence(offers.error)}</Banner>;
  if (offers.data === undefined || offers.data.length === 0) return null;
  return (
    <section aria-label="Renamed fields" className="flex flex-col gap-3">
      <h2 className="text-heading">Renamed fields</h2>
      {offers.data.map((offer) => (
        <Offer
          key={`${offer.fromText} ${offer.toText}`}
          workspace={workspace}
          subject={subject}
          offer={offer}
        />
      ))}
    </section>
  );
}

const kindWords = { reads: "reads it", sends: "sends it", sample: "is a sample that has it" } as const;

interface OfferProps {
  readonly workspace: string;
  readonly subject: string;
  readonly offer: RenameOffer;
}

function Offer({ workspace, subject, offer }: OfferProps) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const mayNot = useRefusal(workspace, "flow.edit");
  const { from, to, fromText, toText, flows } = offer;
  const changeable = flows.filter(({ uses }) => uses.some(({ isShared }) => !isShared));
  const rename = useMutation({
    mutationFn: async () => {
      for (const { slug, version } of changeable) {
        await client.schemas.renameFieldUses.mutate({
          workspace,
          subject,
          flow: slug,
          version,
          from: [...from],
          to: [...to],
        });
      }
    },
    onSuccess: () =>
      showToast(
        `${formatPlural(changeable.length, "draft")} now ${changeable.length === 1 ? "uses" : "use"} ${toText}. What runs changes when you deploy.`,
      ),
    onSettled: () => queries.invalidateQueries(trpc.schemas.pathFilter()),
  });
  return (
    <div className="flex flex-col gap-2 rounded-control border px-3 py-2 text-dense">
      <p>
        <code>{fromText}</code> is now <code>{toText}</code>. Still under the old name:
      </p>
      <ul className="flex flex-col gap-1">
        {flows.flatMap(({ slug, name, uses }) =>
          uses.map(({ title, kind, isShared }) => (
            <li key={`${slug} ${kind} ${title}`}>
              <TextLink href={flowPath(workspace, slug)}>{name}</TextLink>: <em>{title}</em> {kindWords[kind]}
              .
              {isShared ? (
                <span className="text-wait"> It reacts to other topics too: change it by hand.</span>
              ) : null}
            </li>
          )),
        )}
      </ul>
      {rename.error === null ? null : <Banner tone="bad">{errorSentence(rename.error)}</Banner>}
      {changeable.length === 0 ? null : (
        <div>
          <Button
            size="dense"
            icon={Replace}
            disabled={mayNot}
            busy={rename.isPending}
            busyLabel="Renaming…"
            onClick={() => rename.mutate()}
          >
            Rename in {formatPlural(changeable.length, "draft")}
          </Button>
        </div>
      )}
    </div>
  );
}
