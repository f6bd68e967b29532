import type { Change } from "@/flow/diff/change";
import { diffFlows } from "@/flow/diff/diff-flows";
import type { FlowDocument } from "@/flow/document/flow-document";
import { stepsOf } from "@/flow/document/flow-document";
import { endlessLoops } from "@/flow/graph/endless-loops";
import { type Wire, wiresOf } from "@/flow/graph/wires";
import type { Issue } from "@/flow/issue";
import { validateFlow } from "@/flow/validate/validate-flow";
import type { EditorState } from "./editor-store";

/** Remembers one result per document: documents are never changed in place. */
function perDocument<Result>(compute: (state: EditorState) => Result) {
  const cache = new WeakMap<FlowDocument, { readonly inputs: readonly unknown[]; readonly result: Result }>();
  return (state: EditorState): Result => {
    const inputs = [state.nodes, state.others, state.deployed, state.typed];
    const known = cache.get(state.document);
    if (known?.inputs.every((input, index) => input === inputs[index])) return known.result;
    const result = compute(state);
    cache.set(state.document, { inputs, result });
    return result;
  };
}

/** Everything unfinished, wrong or worth a look. */
export const issuesOf = perDocument<readonly Issue[]>((state) =>
  state.typed ? state.typed.validate(state) : validateFlow(state.document, state.nodes, state.others),
);

/** What is wrong with a wire, worst first. */
const issuesByWire = perDocument<ReadonlyMap<string, Issue>>((state) => {
  const issues = issuesOf(state).toSorted(
    (left, right) => Number(isWrong(state, left)) - Number(isWrong(state, right)),
  );
  return new Map(issues.flatMap((issue) => (issue.wires ?? []).map((id) => [id, issue] as const)));
});

/** The worst thing that is wrong with a wire. */
export function wireIssue(state: EditorState, wireId: string): Issue | undefined {
  return issuesByWire(state).get(wireId);
}

/** All wires of the drawing. */
export const wiresIn = perDocument<readonly Wire[]>(({ document, nodes }) => wiresOf(document, nodes));

/** What deploying would change; moves on the canvas are in it, but do not count. */
export const changesOf = perDocument<readonly Change[]>(({ document, deployed, nodes }) =>
  diffFlows(deployed, document, nodes),
);

/** `kind:id` of everything that is new or changed since the last deployment. */
export const changedPlaces = perDocument<ReadonlySet<string>>((state) => {
  const places = changesOf(state).filter(({ kind }) => kind === "added" || kind === "changed");
  return new Set(places.map(({ at }) => `${at.kind}:${at.id ?? ""}`));
});

const issuesByPlace = perDocument<ReadonlyMap<string, readonly Issue[]>>((state) => {
  const places = new Map<string, Issue[]>();
  const add = (key: string, issue: Issue) => {
    const list = places.get(key);
    if (list) list.push(issue);
    else places.set(key, [issue]);
  };
  for (const issue of issuesOf(state)) add(`${issue.at.kind}:${issue.at.id ?? ""}`, issue);
  return places;
});

const none: readonly Issue[] = [];

/** Issues of one thing, by its `kind:id`. */
export function issuesAt(state: EditorState, key: string): readonly Issue[] {
  return issuesByPlace(state).get(key) ?? none;
}

/** Everything in a consumer that has issues, as `kind:id`: itself, its steps, their branches. */
const placesInConsumer = perDocument<ReadonlyMap<string, readonly string[]>>(({ document }) => {
  const places = document.consumers.map((consumer) => {
    const inside = [...stepsOf(consumer.steps)].flatMap((step) => [
      `step:${step.id}`,
      ...(step.branches ?? []).map((branch) => `branch:${branch.id}`),
    ]);
    return [consumer.id, [`consumer:${consumer.id}`, ...inside]] as const;
  });
  return new Map(places);
});

/** How many problems a card has that a person should act on: unfinished things count once their form was left. */
export function problemCount(state: EditorState, key: string): number {
  const inside = key.startsWith("consumer:")
    ? placesInConsumer(state).get(key.slice("consumer:".length))
    : [key];
  return (inside ?? []).flatMap((place) => issuesAt(state, place).filter((issue) => isWrong(state, issue)))
    .length;
}

/** Whether an issue is shown as a problem: "unfinished" ones only after their form was left. */
export function isWrong(state: EditorState, issue: Issue): boolean {
  if (issue.severity === "problem") return true;
  return issue.severity === "unfinished" && !state.fresh.has(issue.at.id ?? "");
}

/** Wires on which events would go round without end. */
export const loopWires = perDocument<ReadonlySet<string>>(
  ({ document, nodes }) => new Set(endlessLoops(document, nodes).flatMap(({ wires }) => wires)),
);

/** Wires that the running revision does not have. */
export const changedWires = perDocument<ReadonlySet<string>>((state) => {
  const deployed = new Set(state.deployed ? wiresOf(state.deployed, state.nodes).map(({ id }) => id) : []);
  return new Set(wiresIn(state).flatMap(({ id }) => (deployed.has(id) ? [] : [id])));
});
