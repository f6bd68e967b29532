import type { DeliveryChip } from "@/server/events/event-row";

type Named = Pick<DeliveryChip, "consumerName" | "flowSlug" | "flowName">;

/** What a consumer is called among others: where flows call theirs the same, the flow's name comes first. */
export function consumerTitle(chip: Named, among: readonly Named[]): string {
  const alike = among.filter(
    ({ consumerName, flowSlug }) => consumerName === chip.consumerName && flowSlug !== chip.flowSlug,
  );
  if (alike.length === 0) return chip.consumerName;
  return `${flowTitle(chip, alike)} › ${chip.consumerName}`;
}

/** What a flow is called among others: its name, and its place in addresses where names are the same. */
export function flowTitle(
  flow: Pick<Named, "flowSlug" | "flowName">,
  among: readonly Pick<Named, "flowSlug" | "flowName">[],
): string {
  const isShared = among.some(
    ({ flowName, flowSlug }) => flowName === flow.flowName && flowSlug !== flow.flowSlug,
  );
  return isShared ? `${flow.flowName} (${flow.flowSlug})` : flow.flowName;
}
