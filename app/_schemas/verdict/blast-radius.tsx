import { useMutation } from "@tanstack/react-query";
import { Radar } from "lucide-react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { flowPath } from "@/app/_flows/flow-paths";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { formatCount, formatPlural } from "@/app/_ui/format";
import { Sentence } from "@/app/_ui/sentence";
import { TextLink } from "@/app/_ui/text-link";
import type { BlastRadius } from "@/server/schemas/blast-radius";
import type { SchemaText } from "@/server/schemas/list-schemas";

interface BlastRadiusPanelProps {
  readonly workspace: string;
  readonly subject: string;
  readonly text: string;
  readonly references: SchemaText["references"];
}

/** What would break outside of the schema: asked for by a button, for it reads events. */
export function BlastRadiusPanel({ workspace, subject, text, references }: BlastRadiusPanelProps) {
  const trpc = useTRPC();
  const ask = useMutation(trpc.schemas.blastRadius.mutationOptions());
  const isOld = ask.data !== undefined && ask.variables?.text !== text;
  return (
    <section aria-label="What would break" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <h2 className="text-heading">What would break</h2>
        <Button
          size="dense"
          icon={Radar}
          busy={ask.isPending}
          busyLabel="Looking…"
          onClick={() => ask.mutate({ workspace, subject, text, references: [...references] })}
        >
          {ask.data === undefined ? "Try on the last events and flows" : "Look again"}
        </Button>
        {isOld ? <span className="text-dense text-wait">The draft was changed since.</span> : null}
      </div>
      {ask.error === null ? null : <Banner tone="bad">{errorSentence(ask.error)}</Banner>}
      {ask.data === undefined ? null : <Report workspace={workspace} report={ask.data} />}
    </section>
  );
}

const whereWords: Readonly<Record<BlastRadius["expressions"][number]["where"], string>> = {
  draft: "In the draft only.",
  live: "In what runs; the draft is different.",
  both: "In what runs.",
};

function Report({ workspace, report }: { readonly workspace: string; readonly report: BlastRadius }) {
  const { topics, flows, expressions, samples, kept, isCut } = report;
  const broken = [...expressions, ...samples];
  const unfit = topics.reduce((sum, topic) => sum + topic.unfit, 0);
  return (
    <div className="grid gap-4 text-dense lg:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-2">
        <h3 className="font-strong">Events</h3>
        {topics.length === 0 ? <p className="text-muted">No topic has this schema.</p> : null}
        {topics.map(({ topic, checked, unfit: bad, groups }) => (
          <div key={topic}>
            <p className={bad > 0 ? "text-bad" : ""}>
              {checked === 0
                ? "There are no events yet in "
                : bad === 0
                  ? `All of the last ${formatPlural(checked, "event")} fit in `
                  : `${formatCount(bad)} of the last ${formatPlural(checked, "event")} would not fit in `}
              <code>{topic}</code>.
            </p>
            <ul className="flex flex-col pl-4">
              {groups.slice(0, 5).map(({ pointer, keyword, message, count, exampleOffset }) => (
                <li key={`${keyword} ${pointer}`}>
                  {formatCount(count)}: <Sentence>{message}</Sentence>{" "}
                  <TextLink
                    href={`/w/${encodeURIComponent(workspace)}/events/${encodeURIComponent(topic)}/${exampleOffset}`}
                  >
                    Show one
                  </TextLink>
                </li>
              ))}
            </ul>
          </div>
        ))}
        {kept.checked === 0 ? null : (
          <p className={kept.unfit > 0 ? "text-bad" : ""}>
            {kept.unfit === 0
              ? `All ${formatPlural(kept.checked, "kept sample")} of addresses fit.`
              : `${formatCount(kept.unfit)} of ${formatPlural(kept.checked, "kept sample")} of addresses would not fit.`}
          </p>
        )}
        <h3 className="pt-2 font-strong">Readers</h3>
        {flows.length === 0 ? <p className="text-muted">No consumer reads these topics.</p> : null}
        <ul>
          {flows.map(({ slug, name, consumers }) => (
            <li key={`${slug} ${consumers.join()}`}>
              <TextLink href={flowPath(workspace, slug)}>{name}</TextLink>: {consumers.join(", ")}
            </li>
          ))}
        </ul>
      </div>
      <div className="flex min-w-0 flex-col gap-2">
        <h3 className="font-strong">Expressions and samples</h3>
        {broken.length === 0 ? (
          <p className="text-muted">
            {unfit === 0 ? "Nothing that is drawn would break." : "Nothing that is drawn uses what changes."}
          </p>
        ) : (
          <ul className="flex flex-col gap-1">
            {broken.map(({ flowSlug, flowName, consumer, message, where }) => (
              <li key={`${flowSlug} ${consumer} ${message}`}>
                <TextLink href={flowPath(workspace, flowSlug)}>{flowName}</TextLink>
                {consumer === null ? "" : ` › ${consumer}`}: <Sentence>{message}</Sentence>{" "}
                <span className="text-muted">{whereWords[where]}</span>
              </li>
            ))}
          </ul>
        )}
        {isCut ? <p className="text-muted">There are more topics or flows than were looked at.</p> : null}
      </div>
    </div>
  );
}
