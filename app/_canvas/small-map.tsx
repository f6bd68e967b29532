"use client";

import { MiniMap } from "@xyflow/react";

/** The whole drawing as a small picture: a press or drag goes there. */
export function SmallMap() {
  return (
    <MiniMap
      pannable
      zoomable
      ariaLabel="Small map"
      position="bottom-right"
      nodeColor={({ type }) => (type === "frame" ? "var(--color-sunken)" : "var(--color-border-strong)")}
      nodeBorderRadius={16}
      className="small-map mr-4! mb-16! overflow-hidden rounded-card border shadow-1"
    />
  );
}
