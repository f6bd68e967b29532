"use client";

import { Handle, Position } from "@xyflow/react";
import { Plus } from "lucide-react";
import { createContext, useContext } from "react";
import { cn } from "@/app/_ui/cn";
import { Icon } from "@/app/_ui/icon";
import { useScope } from "./detail";
import { inletId, outletId } from "./project-flow";

/** Rows in a list of their own are on no drawing: no wire can begin there. */
const ListContext = createContext(false);
export const ListRows = ListContext.Provider;

interface OutletProps {
  /** Absent: the card's own outlet. */
  readonly id?: string;
  /** What pressing it without drawing does: "What happened?", "Add a consumer". */
  readonly label: string;
  readonly onPress: () => void;
  readonly className?: string;
}

/** Where a wire begins: drag to draw, press for what usually comes next. */
export function Outlet({ id = outletId, label, onPress, className }: OutletProps) {
  const isInList = useContext(ListContext);
  const { detail } = useScope();
  // From afar nobody could hit it.
  if (isInList || detail === "far") return null;
  return (
    <Handle
      type="source"
      position={Position.Right}
      id={id}
      title={label}
      data-testid="outlet"
      className={cn("group/outlet", className)}
      onClick={(event) => {
        event.stopPropagation();
        onPress();
      }}
    >
      <span className="absolute size-6 rounded-full" />
      <span className="pointer-events-none absolute grid size-2 place-items-center rounded-full border border-border-strong bg-surface text-transparent transition-all group-hover/card:size-4 group-hover/card:border-ring group-hover/card:text-accent-text group-hover/outlet:bg-accent group-hover/outlet:text-on-accent">
        <Icon of={Plus} size={12} />
      </span>
    </Handle>
  );
}

/** Where wires end. Their arrowhead is the only sign of it. */
export function Inlet({ className }: { readonly className?: string }) {
  const { detail } = useScope();
  if (detail === "far") return null;
  return (
    <Handle
      type="target"
      position={Position.Left}
      id={inletId}
      isConnectableStart={false}
      className={cn("pointer-events-none!", className)}
    />
  );
}
