import { publishedBy } from "@/flow/compile/published-by";
import { addBranch, removeBranch } from "@/flow/edit/branch-commands";
import { setConsumer, subscribe } from "@/flow/edit/consumer-commands";
import { freeTitle } from "@/flow/edit/new-cards";
import { setStepConfig } from "@/flow/edit/step-commands";
import { endlessLoops } from "@/flow/graph/endless-loops";
import { findStep } from "@/flow/graph/step-tree";
import { cardKey } from "@/flow/graph/wires";
import type { Issue, IssueRemedy } from "@/flow/issue";
import { configFields } from "@/flow/node/field-hints";
import { applyRemedy } from "@/flow/typed/apply-remedy";
import { shownPath } from "@/flow/typed/typed-flow";
import type { EditorStore } from "../state/editor-store";
import { askForStep, askForTopic } from "./ask-actions";
import { openIssue } from "./problem-actions";
import { withReplacedName } from "./replaced-name";

/** What a problem can be ended with, by one press. */
export interface ProblemFix {
  readonly label: string;
  readonly run: () => void;
}

const meant = /There is no (?:field|name|step|function) `([\w$]+)`\. Did you mean `([\w$]+)`\?/;

/** The way out of a problem, where there is one that needs no thought; else only its place can be opened. */
export function fixOf(store: EditorStore, issue: Issue): ProblemFix | undefined {
  if (issue.remedy !== undefined) return applied(store, issue, issue.remedy);
  const { code, at } = issue;
  const id = at.id ?? "";
  switch (code) {
    case "no-topic":
      return chooseTopic(store, issue);
    case "no-when":
      return reactTo(store, issue);
    case "no-consumer":
      return {
        label: "Add a consumer",
        run: () => askForStep(store, { kind: "new-consumer", topic: id }, { key: cardKey("topic", id) }),
      };
    case "no-producer":
      return {
        label: "Add a producer",
        run: () => store.setState({ prompt: { kind: "quick-add", anchor: { key: cardKey("topic", id) } } }),
      };
    case "duplicate-name":
      return { label: "Rename it", run: () => renameCard(store, issue) };
    case "no-branches":
      return {
        label: "Add branch",
        run: () => store.edit("Add branch", (document, ids) => addBranch(document, id, ids("branch"))),
      };
    case "unreachable":
      return {
        label: "Remove branch",
        run: () => store.edit("Remove branch", (document) => removeBranch(document, id)),
      };
    case "repeated-outside":
      return { label: "Try once", run: () => tryOnce(store, id) };
    case "endless-loop":
      return addExit(store, id);
    case "plain-secret":
      return chooseCredential(store, issue);
    case "unknown-field":
    case "wrong-expression":
      return takeMeant(store, issue);
    default:
      return undefined;
  }
}

function applied(store: EditorStore, issue: Issue, remedy: IssueRemedy): ProblemFix {
  const label =
    remedy.kind === "match-by-name"
      ? "Match by name"
      : `Use ${remedy.kind === "rename-row" ? remedy.to : shownPath(remedy.to)}`;
  return {
    label,
    run: () => store.edit(label, (document) => applyRemedy(document, store.getState().nodes, issue)),
  };
}

/** A wire from the consumer would publish: what it reacts to stands in its form. */
function reactTo(store: EditorStore, issue: Issue): ProblemFix {
  const [only, ...others] = store.getState().document.topics;
  if (only === undefined || others.length > 0) {
    return { label: "Choose a topic", run: () => openIssue(store, issue) };
  }
  const { name } = only;
  return {
    label: `React to ${name}`,
    run: () =>
      store.edit(`Wire ${name}`, (document) => subscribe(document, issue.at.id ?? "", name), {
        announce: `Wired to ${name}.`,
      }),
  };
}

function chooseTopic(store: EditorStore, { at }: Issue): ProblemFix | undefined {
  const id = at.id ?? "";
  if (at.kind !== "producer" && at.kind !== "step") return undefined;
  const { kind } = at;
  const key = kind === "producer" ? cardKey("producer", id) : `step:${id}`;
  return { label: "Choose a topic", run: () => askForTopic(store, { kind, id }, { key }) };
}

function renameCard(store: EditorStore, { at }: Issue): void {
  store.edit(`Rename ${at.kind}`, (document) => {
    const list = at.kind === "producer" ? "producers" : "consumers";
    const cards: readonly { readonly id: string; readonly name: string }[] = document[list];
    const card = cards.find((each) => each.id === at.id);
    if (!card) return document;
    const name = freeTitle(card.name, cards);
    return list === "producers"
      ? {
          ...document,
          producers: document.producers.map((one) => (one.id === at.id ? { ...one, name } : one)),
        }
      : setConsumer(document, card.id, { name });
  });
}

function tryOnce(store: EditorStore, stepId: string): void {
  store.edit("Try once", (document) => {
    const consumer = findStep(document, stepId)?.consumer;
    if (!consumer) return document;
    return setConsumer(document, consumer.id, { failure: { ...consumer.failure, attempts: 1 } });
  });
}

/** Asks for a step before the Publish that closes the loop. */
function addExit(store: EditorStore, consumerId: string): ProblemFix | undefined {
  const { document, nodes } = store.getState();
  const loop = endlessLoops(document, nodes).find(({ consumers }) => consumers[0]?.id === consumerId);
  const steps = document.consumers.find(({ id }) => id === consumerId)?.steps ?? [];
  const closing = [...publishedBy(steps, nodes)].find(({ step }) =>
    loop?.wires.includes(`publish:${step.id}`),
  );
  const place = closing && findStep(document, closing.step.id)?.place;
  if (!place) return undefined;
  return {
    label: "Add a step before it",
    run: () => askForStep(store, { kind: "place", place }, { key: `step:${closing.step.id}` }),
  };
}

function chooseCredential(store: EditorStore, issue: Issue): ProblemFix | undefined {
  const { document, nodes } = store.getState();
  const type = findStep(document, issue.at.id ?? "")?.step.type;
  const definition = type === undefined ? undefined : nodes.step(type);
  const field =
    definition && configFields(definition.config).find(({ hints }) => hints.control === "credential");
  if (!field) return undefined;
  const { name } = field;
  return {
    label: "Choose a credential",
    run: () => openIssue(store, { ...issue, at: { ...issue.at, field: name } }),
  };
}

function takeMeant(store: EditorStore, { at, message }: Issue): ProblemFix | undefined {
  const [, wrong, right] = meant.exec(message) ?? [];
  const { field, id } = at;
  if (at.kind !== "step" || id === undefined || field === undefined) return undefined;
  if (wrong === undefined || right === undefined) return undefined;
  return {
    label: `Use ${right}`,
    run: () =>
      store.edit(`Use ${right}`, (document) => {
        const step = findStep(document, id)?.step;
        return step
          ? setStepConfig(document, id, withReplacedName(step.config, field, wrong, right))
          : document;
      }),
  };
}
