"use client";

import { flowPath } from "@/app/_flows/flow-paths";
import { TextLink } from "@/app/_ui/text-link";
import { cardKey } from "@/flow/graph/wires";
import { useEditor } from "../state/editor-context";
import type { OtherFlow } from "../state/elsewhere";
import { Section } from "./section";

/** The other flows that publish to a topic or react to it; nothing where there are none. */
export function ElsewhereSection({ name }: { readonly name: string }) {
  const uses = useEditor(({ elsewhere }) => elsewhere.get(name));
  if (uses === undefined) return null;
  return (
    <Section title="Other flows" name="elsewhere" startsOpen>
      <Flows title="Publish to it" flows={uses.from} topic={name} />
      <Flows title="React to it" flows={uses.to} topic={name} />
    </Section>
  );
}

interface FlowsProps {
  readonly title: string;
  readonly flows: readonly OtherFlow[];
  readonly topic: string;
}

function Flows({ title, flows, topic }: FlowsProps) {
  const workspace = useEditor((state) => state.workspace);
  if (flows.length === 0) return null;
  const at = new URLSearchParams({ card: cardKey("topic", topic) });
  return (
    <div className="flex flex-col gap-1 text-dense">
      <h4 className="text-label text-muted">{title}</h4>
      <ul className="flex flex-col gap-1">
        {flows.map(({ slug, name }) => (
          <li key={slug} className="truncate">
            <TextLink href={`${flowPath(workspace, slug)}?${at}`}>{name}</TextLink>
          </li>
        ))}
      </ul>
    </div>
  );
}
