import type { inferRouterOutputs } from "@trpc/server";
import { CircleCheck, CirclePause, CircleSlash, CircleX, LoaderCircle } from "lucide-react";
import { formatNumber } from "@/app/_ui/format";
import { OutcomeBar } from "@/app/_ui/outcome-bar";
import { Pill } from "@/app/_ui/pill";
import type { AppRouter } from "@/server/api/root";

export type Replay = inferRouterOutputs<AppRouter>["replays"]["list"][number];

const looks = {
  planning: { tone: "run", icon: LoaderCircle, word: "Planning" },
  planned: { tone: "off", icon: CircleSlash, word: "Planned" },
  running: { tone: "run", icon: LoaderCircle, word: "Running" },
  paused: { tone: "off", icon: CirclePause, word: "Paused" },
  done: { tone: "ok", icon: CircleCheck, word: "Done" },
  cancelled: { tone: "off", icon: CircleX, word: "Cancelled" },
} as const;

export function ReplayState({ replay }: { readonly replay: Replay }) {
  const look = looks[replay.state];
  return (
    <Pill tone={look.tone} icon={look.icon} spinning={look.icon === LoaderCircle}>
      {look.word}
    </Pill>
  );
}

/** Deliveries that have ended, and what became of them. */
export function ReplayProgress({ replay }: { readonly replay: Replay }) {
  const { succeeded, filtered, open } = replay;
  // A dry run leaves no dead letters: what would fail ends as cancelled.
  const dead = replay.dead + (replay.isDryRun ? replay.cancelled : 0);
  if (succeeded + filtered + dead + open === 0) {
    return <p className="text-label text-muted">Nothing delivered yet</p>;
  }
  return (
    <div className="flex min-w-40 flex-col gap-1">
      <OutcomeBar ok={succeeded} filtered={filtered} failed={dead} share={replay.handedOut} legend />
      {open === 0 ? null : (
        <p className="text-label text-muted tabular-nums">{formatNumber(open)} waiting to be tried again</p>
      )}
    </div>
  );
}
