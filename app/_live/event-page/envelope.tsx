import type { inferRouterOutputs } from "@trpc/server";
import type { ReactNode } from "react";
import { CopyId } from "@/app/_ui/copy-id";
import { formatBytes } from "@/app/_ui/format";
import { formatExactTime } from "@/app/_ui/format-time";
import type { AppRouter } from "@/server/api/root";

export type WholeEvent = inferRouterOutputs<AppRouter>["events"]["get"];

/** The attributes around the payload. */
export function Envelope({ event }: { readonly event: WholeEvent }) {
  const lines: readonly (readonly [string, ReactNode])[] = [
    ["Id", <CopyId key="id" id={event.id} label="event id" />],
    ["Offset", event.offset],
    ["Received", formatExactTime(event.receivedAt)],
    ["Time of the sender", formatExactTime(event.time)],
    [
      "Source",
      <span key="source" className="font-mono text-mono wrap-anywhere">
        {event.source}
      </span>,
    ],
    [
      "Type",
      <span key="type" className="font-mono text-mono wrap-anywhere">
        {event.type}
      </span>,
    ],
    ...(event.subject === null ? [] : ([["Subject", event.subject]] as const)),
    ...(event.key === null ? [] : ([["Key", event.key]] as const)),
    ["Correlation id", <CopyId key="correlation" id={event.correlationId} label="correlation id" />],
    ...(event.causationId === null
      ? []
      : ([
          ["Causation id", <CopyId key="causation" id={event.causationId} label="causation id" />],
        ] as const)),
    [
      "Content type",
      <span key="type" className="wrap-anywhere">
        {event.contentType}
      </span>,
    ],
    ["Size", formatBytes(event.bytes)],
    ...(event.duplicates === 0
      ? []
      : ([["Received again", `${event.duplicates} times, stored once`]] as const)),
    ...Object.entries(event.extensions).map(([name, value]) => [name, String(value)] as const),
  ];
  return (
    <dl className="flex flex-col gap-2 p-4">
      {lines.map(([name, value]) => (
        <div key={name} className="min-w-0">
          <dt className="text-label text-muted">{name}</dt>
          <dd className="text-dense tabular-nums wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
