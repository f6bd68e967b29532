import { Time } from "@/app/_ui/time";
import { paceWords } from "./pace-words";
import type { Replay } from "./replay-progress";

/** A pause between two events that somebody who looks on wonders about. */
const LONG_MS = 5_000;

/** How far the schedule of a replay is, while it runs. */
export function ReplayPace({ replay, now }: { readonly replay: Replay; readonly now: Date }) {
  const { nextAt, endsAt } = replay;
  if (nextAt === null || endsAt === null) return null;
  const words = paceWords(replay.pace) ?? "";
  return (
    <p className="mt-2 text-label text-muted tabular-nums">
      {words.charAt(0).toUpperCase() + words.slice(1)}
      {nextAt.getTime() - now.getTime() > LONG_MS ? (
        <>
          . The next event goes out at <Time at={nextAt} />
        </>
      ) : null}
      {nextAt.getTime() < endsAt.getTime() ? (
        <>
          . The last one is due at <Time at={endsAt} />
        </>
      ) : null}
      .
    </p>
  );
}
