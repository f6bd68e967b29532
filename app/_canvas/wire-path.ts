import { getBezierPath, Position } from "@xyflow/react";
import type { Course } from "./project-flow";

interface Ends {
  readonly sourceX: number;
  readonly sourceY: number;
  readonly targetX: number;
  readonly targetY: number;
}

export interface WirePath {
  readonly path: string;
  /** Middle of the wire, where its label stands. */
  readonly labelX: number;
  readonly labelY: number;
}

const arrowLength = 6;

/** A bezier with horizontal tangents that ends where its arrowhead begins. */
export function forwardPath({ sourceX, sourceY, targetX, targetY }: Ends): WirePath {
  const [path, labelX, labelY] = getBezierPath({
    sourceX,
    sourceY,
    sourcePosition: Position.Right,
    targetX: targetX - arrowLength,
    targetY,
    targetPosition: Position.Left,
  });
  return { path, labelX, labelY };
}

const clearance = 32;
const corner = 12;
const reach = 28;

/** The path of a wire on its course. */
export function wirePath(ends: Ends, course: Course): WirePath {
  if (course.kind === "loop") return pathOver(ends, course.passBelow + clearance);
  if (course.kind === "back" && course.turnAt !== undefined) return pathOver(ends, course.turnAt);
  return forwardPath(ends);
}

/** Out to the right, up or down to a height, back to the left, and into the target from there. */
function pathOver({ sourceX, sourceY, targetX, targetY }: Ends, height: number): WirePath {
  const right = sourceX + reach;
  const left = targetX - reach;
  const out = corner * Math.sign(height - sourceY);
  const back = corner * Math.sign(targetY - height);
  const path = [
    `M ${sourceX} ${sourceY}`,
    `H ${right - corner}`,
    `Q ${right} ${sourceY} ${right} ${sourceY + out}`,
    `V ${height - out}`,
    `Q ${right} ${height} ${right - corner} ${height}`,
    `H ${left + corner}`,
    `Q ${left} ${height} ${left} ${height + back}`,
    `V ${targetY - back}`,
    `Q ${left} ${targetY} ${left + corner} ${targetY}`,
    `H ${targetX - arrowLength}`,
  ].join(" ");
  return { path, labelX: (left + right) / 2, labelY: height };
}
