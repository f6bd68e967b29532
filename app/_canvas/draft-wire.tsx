import type { ConnectionLineComponentProps } from "@xyflow/react";
import { forwardPath } from "./wire-path";

/** The wire that is being drawn. */
export function DraftWire({ fromX, fromY, toX, toY }: ConnectionLineComponentProps) {
  const { path } = forwardPath({ sourceX: fromX, sourceY: fromY, targetX: toX, targetY: toY });
  return (
    <g>
      <path d={path} fill="none" className="stroke-ring" strokeWidth={2} />
      <path d={`M ${toX} ${toY} l -7 -4 v 8 z`} className="fill-ring" />
    </g>
  );
}
