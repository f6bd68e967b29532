import type { FlowUse } from "@/server/flows/other-flows";

/** Another flow, as a link to it needs it. */
export interface OtherFlow {
  readonly slug: string;
  readonly name: string;
}

/** What other deployed flows do with a topic, by its name. */
export type Elsewhere = ReadonlyMap<
  string,
  { readonly from: readonly OtherFlow[]; readonly to: readonly OtherFlow[] }
>;

/** The other flows of a workspace, by the topics that they publish to and react to. */
export function elsewhereOf(flows: readonly FlowUse[]): Elsewhere {
  const found = new Map<string, { from: OtherFlow[]; to: OtherFlow[] }>();
  const at = (topic: string) => {
    const uses = found.get(topic) ?? { from: [], to: [] };
    found.set(topic, uses);
    return uses;
  };
  for (const { slug, name, publishes, consumes } of flows) {
    for (const topic of publishes) at(topic).from.push({ slug, name });
    for (const topic of consumes) at(topic).to.push({ slug, name });
  }
  return found;
}
