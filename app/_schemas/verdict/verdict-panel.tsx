import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Check, X } from "lucide-react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { useTRPC, useTRPCClient } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Icon } from "@/app/_ui/icon";
import { Sentence } from "@/app/_ui/sentence";
import { SkeletonRows } from "@/app/_ui/skeleton";
import { compatibilityLevels } from "@/flow/schema/levels";
import type { Verdict } from "@/flow/schema/verdict";
import { parseSchemaText } from "@/flow/schema-design/write-design";
import type { SchemaText } from "@/server/schemas/list-schemas";
import { levelWords } from "../schema-words";
import { DesignDiff } from "../versions/design-diff";
import { FindingList } from "./finding-list";
import { useSettled } from "./use-settled";

interface VerdictPanelProps {
  readonly workspace: string;
  readonly subject: string;
  readonly latest: SchemaText;
  readonly text: string;
  readonly references: SchemaText["references"];
  readonly onChange: (text: string) => void;
}

/** What the draft changes, whether that may become the next version, what helps, and what would break. */
export function VerdictPanel({ workspace, subject, latest, text, references, onChange }: VerdictPanelProps) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const settled = useSettled(text);
  const check = useQuery({
    // It changes nothing and is posted, so it is asked like a query.
    queryKey: [...trpc.schemas.pathKey(), "check", workspace, subject, settled],
    queryFn: () =>
      client.schemas.check.mutate({ workspace, subject, text: settled, references: [...references] }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const before = parseSchemaText(latest.text);
  const after = parseSchemaText(text);
  if (!("schema" in before) || !("schema" in after)) return null;
  return (
    <section aria-label="What changes" className="grid gap-4 lg:grid-cols-2" aria-busy={check.isFetching}>
      <div className="flex min-w-0 flex-col gap-2">
        <h2 className="text-heading">Changes since version {latest.version}</h2>
        <DesignDiff before={before.schema} after={after.schema} />
      </div>
      <div className="flex min-w-0 flex-col gap-3">
        <h2 className="text-heading">May this become version {latest.version + 1}?</h2>
        {check.error === null ? null : <Banner tone="bad">{errorSentence(check.error)}</Banner>}
        {check.data === undefined ? (
          check.isPending ? (
            <SkeletonRows />
          ) : null
        ) : (
          <>
            <VerdictSentence verdict={check.data} />
            <FindingList
              workspace={workspace}
              subject={subject}
              verdict={check.data}
              original={before.schema}
              update={after.schema}
              references={references}
              onChange={onChange}
            />
            <Levels verdict={check.data} />
          </>
        )}
      </div>
    </section>
  );
}

function VerdictSentence({ verdict }: { readonly verdict: Verdict }) {
  const isFine = verdict.isCompatible && !verdict.isBlockedByWarnings;
  const { name, help } = levelWords[verdict.level];
  return (
    <Banner tone={isFine ? "ok" : "bad"}>
      <strong className="font-strong">{isFine ? "Yes." : "No."}</strong>{" "}
      <Sentence>{verdict.sentence}</Sentence>
      {verdict.isBlockedByWarnings ? " This schema lets warnings block." : ""}
      <span className="block text-label font-normal text-text-2">
        The rule here is “{name}”{verdict.policy === "LENIENT" ? ", lenient" : ""}: {help}
      </span>
    </Banner>
  );
}

function Levels({ verdict: { levels } }: { readonly verdict: Verdict }) {
  const known = compatibilityLevels.filter((level) => levels[level] !== undefined && level !== "NONE");
  return (
    <details className="text-dense">
      <summary className="cursor-pointer text-label text-muted">Under every rule</summary>
      <ul className="flex flex-col gap-1 pt-2">
        {known.map((level) => (
          <li key={level} className="flex items-start gap-2">
            <Icon
              of={levels[level] ? Check : X}
              size={14}
              className={levels[level] ? "mt-1 text-ok" : "mt-1 text-bad"}
            />
            <span>
              <span className="font-strong">{levelWords[level].name}</span>{" "}
              <span className="font-mono text-mono text-muted">{level}</span>:{" "}
              {levels[level] ? "it may." : "it may not."}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
