"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Download, X } from "lucide-react";
import { useState } from "react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { useRefusal } from "@/app/_flows/use-refusal";
import type { RouterOutputs } from "@/app/_trpc/router-types";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Button } from "@/app/_ui/button";
import { formatBytes, formatNumber, formatPlural } from "@/app/_ui/format";
import { IconButton } from "@/app/_ui/icon-button";
import { Popover } from "@/app/_ui/popover";
import { TextLink } from "@/app/_ui/text-link";
import { Time } from "@/app/_ui/time";
import type { EventQuery } from "./event-query";

const REFRESH_MS = 1_000;

type Export = RouterOutputs["events"]["exports"][number];

const isOpen = ({ state }: Export) => state === "waiting" || state === "running";

function stateWords({ state, scanned, toScan, written, passedOver, message }: Export): string {
  const over = passedOver === 0 ? "" : ` ${formatPlural(passedOver, "event")} passed over.`;
  switch (state) {
    case "waiting":
      return "Waits for its turn.";
    case "running":
      return `Scanned ${formatNumber(scanned)} of ${formatNumber(toScan)}, wrote ${formatNumber(written)}.`;
    case "done":
      return `${formatPlural(written, "event")}.${over}${message === null ? "" : ` ${message}`}`;
    case "failed":
      return message ?? "It could not be written.";
    case "cancelled":
      return "Cancelled.";
  }
}

interface ExportMenuProps {
  readonly workspace: string;
  readonly query: EventQuery;
}

/** Writes what the filters find to a file, in the background, and hands out the files of the last day. */
export function ExportMenu({ workspace, query }: ExportMenuProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [isShown, setIsShown] = useState(false);
  const exports = useQuery(
    trpc.events.exports.queryOptions(
      { workspace },
      {
        enabled: isShown,
        refetchInterval: ({ state }) => (state.data?.some(isOpen) ? REFRESH_MS : false),
      },
    ),
  );
  const refresh = () => queryClient.invalidateQueries(trpc.events.exports.queryFilter({ workspace }));
  const start = useMutation(trpc.events.startExport.mutationOptions({ onSuccess: refresh }));
  const cancel = useMutation(trpc.events.cancelExport.mutationOptions({ onSuccess: refresh }));
  const mayNot = useRefusal(workspace, "event.export");
  const error = start.error ?? cancel.error;
  return (
    <Popover
      align="end"
      open={isShown}
      onOpenChange={setIsShown}
      title="Export events"
      className="w-96"
      trigger={<Button icon={Download}>Export</Button>}
    >
      <p className="text-dense text-text-2">
        All events that fit the filters and are stored by now, topic after topic. The file is written in the
        background and kept for a day.
      </p>
      <div className="flex gap-2">
        <Button
          disabled={mayNot}
          busy={start.isPending}
          onClick={() => start.mutate({ workspace, ...query, format: "ndjson" })}
        >
          Export as NDJSON
        </Button>
        <Button
          disabled={mayNot}
          busy={start.isPending}
          onClick={() => start.mutate({ workspace, ...query, format: "csv" })}
        >
          Export as CSV
        </Button>
      </div>
      {error === null ? null : <p className="text-dense text-bad">{errorSentence(error)}</p>}
      {exports.data === undefined || exports.data.length === 0 ? null : (
        <ul aria-label="Exports" className="-mx-4 max-h-72 overflow-y-auto border-t">
          {exports.data.map((one) => (
            <li
              key={one.id}
              className="flex items-center gap-3 border-b px-4 py-2 text-dense last:border-b-0"
            >
              <div className="min-w-0 flex-1">
                <div className="flex gap-2">
                  {one.state === "done" ? (
                    <TextLink href={`/api/exports/${one.id}`} download prefetch={false}>
                      Download {one.format === "csv" ? "CSV" : "NDJSON"}, {formatBytes(one.bytes)}
                    </TextLink>
                  ) : (
                    <span>{one.format === "csv" ? "CSV" : "NDJSON"}</span>
                  )}
                  <Time at={one.createdAt} className="text-muted" />
                </div>
                <div className="text-label text-muted tabular-nums">{stateWords(one)}</div>
                {isOpen(one) ? (
                  <progress
                    aria-label="How far the export is"
                    value={one.scanned}
                    max={Math.max(1, one.toScan)}
                    className="h-1 w-full accent-accent"
                  />
                ) : null}
              </div>
              {isOpen(one) ? (
                <IconButton
                  icon={X}
                  label="Cancel the export"
                  onClick={() => cancel.mutate({ workspace, id: one.id })}
                />
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </Popover>
  );
}
