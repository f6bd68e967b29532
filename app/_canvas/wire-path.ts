import { getBezierPath, Position } from "@xyflow/react";

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

/** A wire against the reading direction: down, below the lowest card on its way, and up again. */
export function backwardPath(ends: Ends, passBelow: number): WirePath {
  const { sourceX, sourceY, targetX, targetY } = ends;
  const right = sourceX + reach;
  const left = targetX - reach;
  const bottom = passBelow + clearance;
  const path = [
    `M ${sourceX} ${sourceY}`,
    `H ${right - corner}`,
    `Q ${right} ${sourceY} ${right} ${sourceY + corner}`,
    `V ${bottom - corner}`,
    `Q ${right} ${bottom} ${right - corner} ${bottom}`,
    `H ${left + corner}`,
    `Q ${left} ${bottom} ${left} ${bottom - corner}`,
    `V ${targetY + corner}`,
    `Q ${left} ${targetY} ${left + corner} ${targetY}`,
    `H ${targetX - arrowLength}`,
  ].join(" ");
  return { path, labelX: (left + right) / 2, labelY: bottom };
}
