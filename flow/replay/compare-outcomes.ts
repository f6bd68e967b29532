import type { OutcomeView, PublishedView, StepView } from "./outcome-view";

/** What a replayed delivery came to beside the first one, in the order in which people want to see them. */
export const differenceKinds = ["now-fails", "now-works", "route", "output", "unknown", "same"] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

/** The verdict over two ends of deliveries of the same event. */
export interface Comparison {
  readonly kind: DifferenceKind;
  /** Steps in which they differ. */
  readonly stepIds: readonly string[];
}

/**
 * Compares a delivery with the first one of the same event. What is not known of the first one is not compared; when
 * that leaves nothing to say, the kind is `unknown`.
 * @param before absent: nothing is recorded of it, or it never came to an end
 */
export function compareOutcomes(before: OutcomeView | undefined, after: OutcomeView): Comparison {
  if (before === undefined) return { kind: "unknown", stepIds: [] };
  const route = routeDifferences(before.steps, after.steps);
  const outputs = outputDifferences(before.steps, after.steps);
  const stepIds = [...new Set([...route, ...outputs])];
  if (before.status !== "dead" && after.status === "dead") return { kind: "now-fails", stepIds };
  if (before.status === "dead" && after.status !== "dead") {
    return { kind: isHeldBack(before.steps, after.steps) ? "unknown" : "now-works", stepIds };
  }
  if (before.status === "dead") {
    return { kind: before.message === after.message ? "same" : "output", stepIds };
  }
  if (before.status !== after.status || route.length > 0) return { kind: "route", stepIds };
  const isPublishedKnown = before.published !== undefined && after.published !== undefined;
  if (outputs.length > 0) return { kind: "output", stepIds };
  if (isPublishedKnown && textOf(before.published) !== textOf(after.published)) {
    return { kind: "output", stepIds };
  }
  const isKnown = isPublishedKnown || (before.steps !== undefined && after.steps !== undefined);
  return { kind: isKnown ? "same" : "unknown", stepIds };
}

/** Stands where a secret was taken out. */
const REDACTED = "[redacted]";

/** Whether what failed the first time was kept from failing again: it was not allowed to call. */
function isHeldBack(before: Steps, after: Steps): boolean {
  const later = byId(after);
  return (before ?? []).some(
    ({ stepId, outcome }) => outcome === "failed" && later.get(stepId)?.asked !== undefined,
  );
}

type Steps = readonly StepView[] | undefined;

/** Steps that both have passed, and left by another way. */
function routeDifferences(before: Steps, after: Steps): string[] {
  const earlier = byId(before);
  return (after ?? []).flatMap((step) => {
    const first = earlier.get(step.stepId);
    if (first === undefined || first.outcome === "failed" || step.outcome === "failed") return [];
    const isSameWay =
      jsonText(first.branchIds) === jsonText(step.branchIds) &&
      (first.outcome === "stopped") === (step.outcome === "stopped");
    return isSameWay ? [] : [step.stepId];
  });
}

/** Steps that gave something else, and those that only one of the two has. */
function outputDifferences(before: Steps, after: Steps): string[] {
  if (before === undefined || after === undefined) return [];
  const earlier = byId(before);
  const later = byId(after);
  const changed = after.flatMap((step) => {
    const first = earlier.get(step.stepId);
    if (first === undefined || step.asked === "other") return [step.stepId];
    if (step.asked === "unknown") return [];
    const isSame =
      jsonText(first.output) === jsonText(step.output) &&
      isSameMail(first, step) &&
      (first.outcome === "failed") === (step.outcome === "failed");
    return isSame ? [] : [step.stepId];
  });
  return [...changed, ...before.flatMap(({ stepId }) => (later.has(stepId) ? [] : [stepId]))];
}

/** Where one of the two is not recorded, or had a secret in it, there is nothing to compare. */
function isSameMail({ emails: before }: StepView, { emails: after }: StepView): boolean {
  if (before === undefined || after === undefined) return true;
  const [first, now] = [jsonText(before), jsonText(after)];
  return first === now || first.includes(REDACTED) || now.includes(REDACTED);
}

function byId(steps: Steps): Map<string, StepView> {
  return new Map((steps ?? []).map((step) => [step.stepId, step]));
}

function textOf(published: readonly PublishedView[] | undefined): string {
  // Topics are logs of their own: only within one of them does the order mean something.
  const byTopic = [...(published ?? [])].sort((a, b) => (a.topic < b.topic ? -1 : a.topic > b.topic ? 1 : 0));
  return jsonText(
    byTopic.map(({ topic, key, subject, data }) => [topic, key ?? null, subject ?? null, data]),
  );
}

/** The same text for equal JSON, whatever the order of fields. */
function jsonText(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) => sortedFields(part)) ?? "";
}

function sortedFields(part: unknown): unknown {
  if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
  return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
}
