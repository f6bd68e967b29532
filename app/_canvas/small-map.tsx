"use client";

import { MiniMap } from "@xyflow/react";

/** Colour of a card by its kind, as its icon tile has it. */
const fills: Readonly<Record<string, string>> = {
  producer: "var(--color-producer)",
  topic: "var(--color-topic)",
  consumer: "var(--color-consumer)",
};

/** The whole drawing as a small picture: a press or drag goes there. */
export function SmallMap() {
  return (
    <MiniMap
      pannable
      zoomable
      ariaLabel="Small map"
      position="bottom-right"
      nodeColor={({ type }) => fills[type ?? ""] ?? "var(--color-border-strong)"}
      nodeBorderRadius={16}
      className="small-map mr-4! mb-16! overflow-hidden rounded-card border shadow-1"
    />
  );
}
