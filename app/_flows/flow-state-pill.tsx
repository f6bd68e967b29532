import { Pause, PencilLine, Radio } from "lucide-react";
import { Pill } from "@/app/_ui/pill";

interface FlowStatePillProps {
  readonly state: "draft" | "live" | "paused";
  readonly revision?: number | null;
}

/** Whether a flow runs. */
export function FlowStatePill({ state, revision = null }: FlowStatePillProps) {
  if (state === "draft") return <Pill icon={PencilLine}>Draft</Pill>;
  const which = revision === null ? "" : ` · revision ${revision}`;
  if (state === "paused") return <Pill icon={Pause}>{`Paused${which}`}</Pill>;
  return <Pill tone="ok" icon={Radio}>{`Live${which}`}</Pill>;
}
