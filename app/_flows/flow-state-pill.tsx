import { Pause, PencilLine, Radio } from "lucide-react";
import { formatCount } from "@/app/_ui/format";
import { Pill } from "@/app/_ui/pill";

interface FlowStatePillProps {
  readonly state: "draft" | "live" | "paused";
  readonly revision?: number | null;
  /** Deliveries that are open while it drains; null: it does not. */
  readonly stillOpen?: number | null;
}

/** Whether a flow runs. */
export function FlowStatePill({ state, revision = null, stillOpen = null }: FlowStatePillProps) {
  if (state === "draft") return <Pill icon={PencilLine}>Draft</Pill>;
  const which = revision === null ? "" : ` · revision ${revision}`;
  if (state === "paused" && stillOpen !== null) {
    return <Pill icon={Pause}>{`Draining, ${formatCount(stillOpen)} still open${which}`}</Pill>;
  }
  if (state === "paused") return <Pill icon={Pause}>{`Paused${which}`}</Pill>;
  return <Pill tone="ok" icon={Radio}>{`Live${which}`}</Pill>;
}
