import type { ComponentType } from "react";
import type { FieldInfo } from "@/flow/node/step-definition";

/** What the inspector gives a node's own form; types without a panel get the form made from their hints. */
export interface NodePanelProps {
  /** May be unfinished. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly onChange: (config: Record<string, unknown>) => void;
  /** Fields that exist at this place. */
  readonly fields: readonly FieldInfo[];
}

export type NodePanel = ComponentType<NodePanelProps>;
