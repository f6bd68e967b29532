import { useEditor } from "@/app/_editor/state/editor-context";
import type { BacklogLimit } from "@/flow/document/flow-document";
import type { Wire } from "@/flow/graph/wires";

/** What may wait at the end of a wire; only consumers let events wait. */
export function useBacklogLimit(wire: Wire | undefined): BacklogLimit | undefined {
  return useEditor(({ document }) =>
    wire?.kind === "when" ? document.consumers.find(({ id }) => id === wire.consumerId)?.backlog : undefined,
  );
}
