"use client";

import type { Edge, EdgeProps } from "@xyflow/react";
import { memo } from "react";
import { useClock } from "@/app/_ui/use-now";
import type { Course } from "../project-flow";
import { wirePath } from "../wire-path";
import { useMapView } from "./map-context";

export type MapEdge = Edge<{ readonly course: Course }, "wire">;

/** An event in the last ten seconds makes a wire active, as on the canvas. */
const activeMs = 10_000;

/** A wire of the map: active while events leave its topic. */
export const MapWire = memo(function MapWire(props: EdgeProps<MapEdge>) {
  const { source, target, targetX, targetY, data } = props;
  const { lit, topics, consumers, isLost } = useMapView();
  const lastEventAt = consumers.has(target) ? topics.get(source)?.lastEventAt : undefined;
  const isPaused = consumers.get(target)?.isPaused === true || (topics.get(source)?.pause ?? null) !== null;
  const isActive = useClock(
    (now) => lastEventAt != null && !isLost && now.getTime() - lastEventAt.getTime() < activeMs,
  );
  if (!data) return null;
  return (
    <g
      className="wire"
      data-state={isPaused ? "paused" : isActive ? "active" : "rest"}
      data-lit={lit === source || lit === target || undefined}
    >
      <path d={wirePath(props, data.course).path} className="wire-path" />
      <path className="wire-arrow" d={`M ${targetX} ${targetY} l -7 -4 v 8 z`} strokeLinejoin="round" />
    </g>
  );
});
