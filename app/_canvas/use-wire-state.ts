import { changedWires, loopWires, wireIssue } from "@/app/_editor/state/derived";
import { useEditor } from "@/app/_editor/state/editor-context";
import { useLive } from "@/app/_live/live-context";
import { useClock } from "@/app/_ui/use-now";
import type { Wire } from "@/flow/graph/wires";

export type WireState = "rest" | "new" | "active" | "paused" | "problem";

/** An event in the last ten seconds makes a wire active. */
const activeMs = 10_000;

/** How a wire is drawn: what goes round without end, what is not deployed yet, what is paused, what runs. */
export function useWireState(wire: Wire | undefined): WireState {
  const isNew = useEditor((state) => wire !== undefined && changedWires(state).has(wire.id));
  const isLoop = useEditor((state) => wire !== undefined && loopWires(state).has(wire.id));
  const isWrong = useEditor(
    (state) => wire !== undefined && wireIssue(state, wire.id)?.severity === "problem",
  );
  const lastEventAt = useLive(({ wires }) => (wire ? wires.get(wire.id)?.lastEventAt : undefined));
  const isPaused = useLive(({ consumers, topics }) => {
    if (wire?.kind !== "when") return false;
    const consumer = consumers.get(wire.consumerId);
    const isHeldBack =
      consumer?.isPaused === true || consumer?.isDraining === true || consumer?.stop !== undefined;
    return isHeldBack || (topics.get(wire.topic)?.pause ?? null) !== null;
  });
  const isActive = useClock(
    (now) => lastEventAt !== undefined && now.getTime() - lastEventAt.getTime() < activeMs,
  );
  if (isLoop || isWrong) return "problem";
  if (isNew) return "new";
  if (isPaused) return "paused";
  return isActive ? "active" : "rest";
}
