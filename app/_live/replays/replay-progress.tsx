import type { inferRouterOutputs } from "@trpc/server";
import { CircleCheck, CirclePause, CircleSlash, CircleX, LoaderCircle } from "lucide-react";
import { formatNumber } from "@/app/_ui/format";
import { Pill } from "@/app/_ui/pill";
import type { AppRouter } from "@/server/api/root";

export type Replay = inferRouterOutputs<AppRouter>["replays"]["list"][number];

const looks = {
  planned: { tone: "off", icon: CircleSlash, word: "Planned" },
  running: { tone: "run", icon: LoaderCircle, word: "Running" },
  paused: { tone: "off", icon: CirclePause, word: "Paused" },
  done: { tone: "ok", icon: CircleCheck, word: "Done" },
  cancelled: { tone: "off", icon: CircleX, word: "Cancelled" },
} as const;

export function ReplayState({ replay }: { readonly replay: Replay }) {
  const look = looks[replay.state];
  return (
    <Pill tone={look.tone} icon={look.icon} spinning={replay.state === "running"}>
      {look.word}
    </Pill>
  );
}

/** Deliveries that have ended, and what became of them, in words and as a bar. */
export function ReplayProgress({ replay }: { readonly replay: Replay }) {
  const parts = [
    { name: "succeeded", count: replay.succeeded, className: "bg-ok-mark" },
    { name: "filtered", count: replay.filtered, className: "bg-off-mark" },
    { name: "dead", count: replay.dead, className: "bg-bad-mark hatched" },
    { name: "waiting", count: replay.open, className: "bg-wait-mark" },
  ].filter((part) => part.count > 0);
  const sum = parts.reduce((total, part) => total + part.count, 0);
  return (
    <div className="flex min-w-40 flex-col gap-1">
      <div className="flex h-1.5 gap-0.5 overflow-hidden rounded-full bg-sunken" aria-hidden>
        {sum === 0
          ? null
          : parts.map((part) => (
              <span key={part.name} className={part.className} style={{ flexGrow: part.count }} />
            ))}
      </div>
      <p className="text-label text-muted tabular-nums">
        {parts.length === 0
          ? "Nothing delivered yet"
          : parts.map((part) => `${formatNumber(part.count)} ${part.name}`).join(" · ")}
      </p>
    </div>
  );
}
