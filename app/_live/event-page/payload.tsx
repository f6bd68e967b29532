"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Card } from "@/app/_ui/card";
import { CodeBlock } from "@/app/_ui/code-block";
import { Segmented } from "@/app/_ui/segmented";
import { TextLink } from "@/app/_ui/text-link";
import { eventHref } from "../event-href";
import { prettyJson } from "../pretty-json";
import type { WholeEvent } from "./envelope";
import { payloadJson } from "./payload-json";
import { ValueTable } from "./value-table";

interface PayloadProps {
  readonly workspace: string;
  readonly event: WholeEvent;
}

type View = "form" | "table" | "text";

/** The payload as a form for people, as a table of its values, or as the text that was sent. */
export function Payload({ workspace, event }: PayloadProps) {
  const { text, base64, contentType } = event;
  const trpc = useTRPC();
  const json = useMemo(() => payloadJson(text), [text]);
  const isRecord = typeof json?.value === "object" && json.value !== null;
  const [view, setView] = useState<View>(isRecord ? "form" : "text");
  const { data: previous } = useQuery(
    trpc.events.previous.queryOptions(
      { workspace, topic: event.topic, offset: event.offset },
      { enabled: isRecord && event.key !== null, staleTime: Number.POSITIVE_INFINITY },
    ),
  );
  const before = useMemo(() => {
    const value = payloadJson(previous?.text ?? null);
    return previous == null || value === undefined ? undefined : { ...value, offset: previous.offset };
  }, [previous]);
  return (
    <Card
      title="Payload"
      actions={
        isRecord ? (
          <Segmented
            label="Show payload as"
            value={view}
            onValueChange={setView}
            segments={[
              { value: "form", label: "Form" },
              { value: "table", label: "Table" },
              { value: "text", label: "JSON" },
            ]}
          />
        ) : undefined
      }
    >
      {before === undefined || previous == null ? null : (
        <p className="pb-2 text-dense text-muted">
          The event before with the same key is{" "}
          <TextLink href={eventHref(workspace, { topic: event.topic, offset: previous.offset })}>
            {event.topic} {previous.offset}
          </TextLink>
          . The table shows what changed.
        </p>
      )}
      {text === null ? (
        <>
          <p className="pb-2 text-dense text-muted">{contentType}, shown as Base64.</p>
          <CodeBlock code={base64} />
        </>
      ) : view === "form" && json !== undefined ? (
        <ValueForm value={json.value} />
      ) : view === "table" && json !== undefined ? (
        <ValueTable value={json.value} before={before} />
      ) : (
        <CodeBlock code={prettyJson(text)} />
      )}
    </Card>
  );
}

/** "customerId" and "customer_id" read as "Customer id". */
function titleOf(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/[_-]+/g, " ")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Any JSON value as labelled lines, inset by depth. */
function ValueForm({ value }: { readonly value: unknown }) {
  if (Array.isArray(value)) {
    if (value.length === 0) return <span className="text-dense text-muted">Empty list</span>;
    return (
      <ol className="flex flex-col gap-2">
        {value.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a stored payload never changes
          <li key={index} className="border-l-2 pl-3">
            <ValueForm value={item} />
          </li>
        ))}
      </ol>
    );
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    if (entries.length === 0) return <span className="text-dense text-muted">No fields</span>;
    return (
      <dl className="grid grid-cols-[minmax(6rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-2">
        {entries.map(([name, each]) => (
          <div key={name} className="contents">
            <dt className="pt-0.5 text-label text-muted" title={name}>
              {titleOf(name)}
            </dt>
            <dd className="min-w-0">
              <ValueForm value={each} />
            </dd>
          </div>
        ))}
      </dl>
    );
  }
  if (value === null) return <span className="text-dense text-muted">empty</span>;
  if (typeof value === "boolean") return <span className="text-dense">{value ? "yes" : "no"}</span>;
  return <span className="text-dense whitespace-pre-wrap wrap-anywhere tabular-nums">{String(value)}</span>;
}
