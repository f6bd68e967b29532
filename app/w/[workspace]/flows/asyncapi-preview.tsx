import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { formatPlural } from "@/app/_ui/format";
import { Icon } from "@/app/_ui/icon";
import { Pill } from "@/app/_ui/pill";
import { Sentence } from "@/app/_ui/sentence";
import type { AsyncApiPreview as Preview } from "@/server/asyncapi/preview-asyncapi";

/** What of a document is new: `3 topics, 2 schemas and 1 flow`; undefined when nothing is. */
export function newThings({ topics, schemas, flows }: Preview): string | undefined {
  const counts = [
    [topics.filter(({ isNew }) => isNew).length, "topic"],
    [schemas.filter(({ state }) => state === "new" || state === "next").length, "schema"],
    [flows.length, "flow"],
  ] as const;
  const parts = counts.filter(([count]) => count > 0).map(([count, word]) => formatPlural(count, word));
  const last = parts.pop();
  return parts.length === 0 ? last : `${parts.join(", ")} and ${last}`;
}

/** What importing an AsyncAPI document would make, and what of it is left out. */
export function AsyncApiPreview({ preview }: { readonly preview: Preview }) {
  const { topics, schemas, flows, problems } = preview;
  return (
    <div
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="-mx-2 flex max-h-[55vh] flex-col gap-4 overflow-auto px-2 pb-1"
    >
      <Part title="Problems" count={problems.length}>
        {problems.map(({ pointer, line, message }) => (
          <li key={`${pointer} ${message}`} className="flex gap-2 px-3 py-1.5">
            <Icon of={TriangleAlert} className="mt-0.5 text-wait" />
            <span className="min-w-0 wrap-anywhere">
              <Sentence>{message}</Sentence>
              <span className="block text-label font-normal text-muted">
                {line === undefined ? "" : `Line ${line}`}
                {line === undefined || pointer === "" ? "" : ", "}
                <span className="font-mono">{pointer}</span>
              </span>
            </span>
          </li>
        ))}
      </Part>
      <Part title="Flows" count={flows.length}>
        {flows.map(({ name, producers, consumers }) => (
          <Row
            key={name}
            name={name}
            detail={`${formatPlural(producers, "producer")}, ${formatPlural(consumers, "consumer")}`}
          >
            <Pill tone="accent">new draft</Pill>
          </Row>
        ))}
      </Part>
      <Part title="Topics" count={topics.length}>
        {topics.map(({ name, channel, isNew }) => (
          <Row key={name} mono name={name} detail={channel === name ? undefined : `channel ${channel}`}>
            <Pill tone={isNew ? "accent" : "off"}>{isNew ? "new" : "exists"}</Pill>
          </Row>
        ))}
      </Part>
      <Part title="Schemas" count={schemas.length}>
        {schemas.map(({ subject, format, state, version, sentence }) => (
          <Row
            key={subject}
            mono
            name={subject}
            detail={sentence === null ? (format === "JSON" ? undefined : format.toLowerCase()) : sentence}
          >
            {state === "refused" ? <Pill tone="bad">left out</Pill> : null}
            {state === "same" ? <Pill>is version {version}</Pill> : null}
            {state === "new" ? <Pill tone="accent">new</Pill> : null}
            {state === "next" ? <Pill tone="accent">version {version}</Pill> : null}
          </Row>
        ))}
      </Part>
    </div>
  );
}

interface PartProps {
  readonly title: string;
  readonly count: number;
  readonly children: ReactNode;
}

function Part({ title, count, children }: PartProps) {
  if (count === 0) return null;
  return (
    <section className="flex flex-col gap-1.5">
      <h3 className="text-label text-muted">
        {title} <span className="tabular-nums">{count}</span>
      </h3>
      <ul aria-label={title} className="divide-y rounded-control border text-dense">
        {children}
      </ul>
    </section>
  );
}

interface RowProps {
  readonly name: string;
  readonly mono?: boolean;
  readonly detail: string | undefined;
  readonly children: ReactNode;
}

function Row({ name, mono = false, detail, children }: RowProps) {
  return (
    <li className="flex min-h-8 items-center gap-3 px-3 py-1.5">
      <span className="min-w-0 flex-1 wrap-anywhere">
        <span className={mono ? "font-mono text-mono" : undefined}>{name}</span>
        {detail === undefined ? null : (
          <span className="block text-label font-normal text-muted">
            <Sentence>{detail}</Sentence>
          </span>
        )}
      </span>
      <span className="shrink-0">{children}</span>
    </li>
  );
}
