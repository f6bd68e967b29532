"use client";

import { Workflow } from "lucide-react";
import { useEditor } from "@/app/_editor/state/editor-context";
import type { OtherFlow } from "@/app/_editor/state/elsewhere";
import { flowPath } from "@/app/_flows/flow-paths";
import { formatPlural } from "@/app/_ui/format";
import { Menu } from "@/app/_ui/menu";
import { MenuLink } from "@/app/_ui/menu-items";
import { cardKey } from "@/flow/graph/wires";

/** Under a topic that other flows use: where its events come from as well, and who else reacts to them. */
export function TopicElsewhere({ name }: { readonly name: string }) {
  const uses = useEditor(({ elsewhere }) => elsewhere.get(name));
  if (uses === undefined) return null;
  const [source] = uses.from;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys in the lists are not meant for the card
    <div
      onKeyDown={(event) => event.stopPropagation()}
      className="card-detail absolute top-full left-1/2 flex h-6 w-max max-w-72 -translate-x-1/2 items-end gap-1"
    >
      {source === undefined ? null : (
        <FlowsChip flows={uses.from} topic={name} label={`Flows that publish to ${name}`}>
          from {uses.from.length === 1 ? source.name : formatPlural(uses.from.length, "flow")}
        </FlowsChip>
      )}
      {uses.to.length === 0 ? null : (
        <FlowsChip flows={uses.to} topic={name} label={`Flows that react to ${name}`}>
          ↗ {formatPlural(uses.to.length, "more flow")}
        </FlowsChip>
      )}
    </div>
  );
}

interface FlowsChipProps {
  readonly flows: readonly OtherFlow[];
  readonly topic: string;
  readonly label: string;
  readonly children: React.ReactNode;
}

/** Lists the flows, and opens them at this topic. */
function FlowsChip({ flows, topic, label, children }: FlowsChipProps) {
  const workspace = useEditor((state) => state.workspace);
  const at = new URLSearchParams({ card: cardKey("topic", topic) });
  return (
    <Menu
      className="max-w-80"
      trigger={
        <button
          type="button"
          // By keys the same list is reached in the inspector.
          tabIndex={-1}
          aria-label={`${label}: ${flows.map(({ name }) => name).join(", ")}`}
          onClick={(event) => event.stopPropagation()}
          className="nodrag nopan block h-5 min-w-0 truncate rounded-full border bg-surface px-2 text-label font-normal text-text-2 hover:border-border-strong hover:text-text"
        >
          {children}
        </button>
      }
    >
      {flows.map(({ slug, name }) => (
        <MenuLink key={slug} icon={Workflow} href={`${flowPath(workspace, slug)}?${at}`}>
          {name}
        </MenuLink>
      ))}
    </Menu>
  );
}
