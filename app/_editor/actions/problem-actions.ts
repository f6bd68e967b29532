import { stepsOf } from "@/flow/document/flow-document";
import { findBranch } from "@/flow/graph/step-tree";
import { cardKey } from "@/flow/graph/wires";
import type { Issue, IssuePlace } from "@/flow/issue";
import { issuesOf, isWrong } from "../state/derived";
import type { EditorStore } from "../state/editor-store";
import { type Selection, selectCard } from "../state/selection";

/** The card that a place belongs to. */
function cardOf(store: EditorStore, at: IssuePlace): string | undefined {
  const { document } = store.getState();
  const id = at.id ?? "";
  switch (at.kind) {
    case "flow":
      return undefined;
    case "producer":
    case "topic":
    case "consumer":
      return cardKey(at.kind, id);
    case "step": {
      const owner = document.consumers.find(({ steps }) =>
        [...stepsOf(steps)].some((step) => step.id === id),
      );
      return owner && cardKey("consumer", owner.id);
    }
    case "branch": {
      const found = findBranch(document, id);
      return found && cardKey("consumer", found.consumer.id);
    }
  }
}

function selectionOf(at: IssuePlace): Selection | undefined {
  const id = at.id ?? "";
  if (at.kind === "flow") return undefined;
  return at.kind === "step" || at.kind === "branch"
    ? { kind: at.kind, id }
    : selectCard(cardKey(at.kind, id));
}

/** Opens the place of an issue: selected, its form open, its field focused. */
export function openIssue(store: EditorStore, issue: Issue): void {
  const selection = selectionOf(issue.at);
  if (!selection) return;
  store.select(selection);
  store.setState(({ fresh }) => {
    const left = new Set(fresh);
    left.delete(issue.at.id ?? "");
    return {
      isInspectorOpen: true,
      wantedField: issue.at.field,
      fresh: left,
      reveal: cardOf(store, issue.at),
    };
  });
  store.announce(issue.message.replaceAll(/[*`]/g, ""));
}

/** Opens the first problem of a card, or of the whole flow. */
export function showProblem(store: EditorStore, key?: string): void {
  const state = store.getState();
  const issues = issuesOf(state).filter((issue) => key === undefined || cardOf(store, issue.at) === key);
  const first =
    issues.find((issue) => isWrong(state, issue)) ?? issues.find(({ severity }) => severity !== "warning");
  if (first) openIssue(store, first);
}
