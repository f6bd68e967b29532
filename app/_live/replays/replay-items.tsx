"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Card } from "@/app/_ui/card";
import { formatPlural } from "@/app/_ui/format";
import { EventChips } from "../event-chips";
import { eventHref } from "../event-href";
import { eventKey } from "../event-key";
import { useOutcomes } from "../use-outcomes";
import type { Replay } from "./replay-progress";

const SHOWN = 100;

/** The first events of a replay, with what its consumers made of them. */
export function ReplayItems({ workspace, replay }: { readonly workspace: string; readonly replay: Replay }) {
  const trpc = useTRPC();
  const items = useQuery(trpc.replays.items.queryOptions({ workspace, id: replay.id, limit: SHOWN }));
  const outcomes = useOutcomes(workspace, items.data ?? []);
  if (items.data === undefined) return null;
  return (
    <Card flush title="Events">
      <ul>
        {items.data.map((item) => (
          <li
            key={eventKey(item)}
            className="flex h-8 items-center justify-between gap-4 border-b px-4 last:border-b-0"
          >
            <Link
              href={eventHref(workspace, item)}
              className="shrink-0 font-mono text-mono text-accent-text hover:underline"
            >
              {item.topic} {item.offset}
            </Link>
            <EventChips
              chips={(outcomes.get(eventKey(item)) ?? []).filter((chip) => chip.run === replay.run)}
            />
          </li>
        ))}
      </ul>
      {replay.total > SHOWN ? (
        <p className="px-4 py-2 text-label text-muted">
          The first {SHOWN} of {formatPlural(replay.total, "event")}.
        </p>
      ) : null}
    </Card>
  );
}
