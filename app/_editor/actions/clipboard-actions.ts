import { formatPlural } from "@/app/_ui/format";
import { showToast } from "@/app/_ui/show-toast";
import { type Clip, copyCards, copyStep, readClip, writeClip } from "@/flow/edit/clip";
import { addNewConsumer } from "@/flow/edit/new-cards";
import { missingOf, type Pasted, pasteCards, pasteSteps } from "@/flow/edit/paste";
import { duplicateStep, removeStep } from "@/flow/edit/step-commands";
import { findBranch, findStep, type StepPlace } from "@/flow/graph/step-tree";
import type { EditorState, EditorStore } from "../state/editor-store";
import { selectCard } from "../state/selection";
import { removeSelected, stepName } from "./change-actions";

function clipOf({ selection, document, workspace }: EditorState): Clip | undefined {
  if (selection.kind === "step") return copyStep(document, selection.id, workspace);
  if (selection.kind !== "cards" || selection.keys.length === 0) return undefined;
  return copyCards(document, selection.keys, workspace);
}

function wordsOf({ producers, topics, consumers, steps }: Clip): string {
  const cards = producers.length + topics.length + consumers.length;
  return cards === 0 ? formatPlural(steps.length, "step") : formatPlural(cards, "card");
}

/** What is selected as text for the clipboard; nothing when nothing is selected that can be copied. */
export function copiedText(store: EditorStore): string | undefined {
  const clip = clipOf(store.getState());
  if (!clip) return undefined;
  store.announce(`Copied ${wordsOf(clip)}.`);
  return writeClip(clip);
}

/** As `copiedText`, and takes away what was copied. */
export function cutText(store: EditorStore): string | undefined {
  if (store.getState().isReadOnly) return undefined;
  const text = copiedText(store);
  if (text === undefined) return undefined;
  const { selection } = store.getState();
  if (selection.kind === "step") {
    const owner = findStep(store.getState().document, selection.id)?.consumer.id;
    store.edit(`Cut ${stepName(store, selection.id)}`, (document) => removeStep(document, selection.id), {
      ...(owner !== undefined && { select: selectCard(`consumer:${owner}`) }),
    });
  } else removeSelected(store);
  return text;
}

/** Where pasted steps go: below the selected step, into the selected branch, to the end of the selected consumer. */
function placeFor({ selection, document }: EditorState): StepPlace | undefined {
  if (selection.kind === "step") {
    const place = findStep(document, selection.id)?.place;
    return place && { ...place, index: place.index + 1 };
  }
  if (selection.kind === "branch") {
    const consumerId = findBranch(document, selection.id)?.consumer.id;
    return consumerId === undefined ? undefined : { consumerId, branchId: selection.id, index: 0 };
  }
  const key = selection.kind === "cards" ? selection.keys.at(-1) : undefined;
  if (!key?.startsWith("consumer:")) return undefined;
  return { consumerId: key.slice("consumer:".length), index: Number.MAX_SAFE_INTEGER };
}

/** Puts the clipboard's text into the flow. Other text is not ours: it is left alone, with a word about it. */
export function pasteText(store: EditorStore, text: string): void {
  const { isReadOnly, nodes, workspace } = store.getState();
  if (isReadOnly) return;
  const clip = readClip(text);
  if (!clip) {
    showToast("The clipboard holds no cards or steps.", { tone: "info" });
    return;
  }
  insert(store, clip, `Paste ${wordsOf(clip)}`);
  const missing = missingOf(clip, nodes, workspace);
  if (missing.length > 0) {
    showToast(`Pasted. Missing here: ${missing.join(", ").replaceAll(/[*`]/g, "")}.`, { tone: "wait" });
  }
}

function insert(store: EditorStore, clip: Clip, title: string): void {
  const { nodes, workspace } = store.getState();
  let pasted: Pasted | undefined;
  store.edit(title, (document, ids) => {
    if (clip.steps.length === 0) {
      pasted = pasteCards(document, clip, { nodes, ids, workspace });
    } else {
      const place = placeFor(store.getState());
      const made = place ? { document, place } : withConsumer();
      pasted = pasteSteps(made.document, clip, { nodes, ids, workspace, place: made.place });
      // A step without a consumer to go into gets one of its own.
      function withConsumer() {
        const [first] = clip.steps;
        const name = first?.name ?? nodes.step(first?.type ?? "")?.title ?? "Consumer";
        const added = addNewConsumer(document, { name, when: [], steps: [] }, ids);
        return { document: added.document, place: { consumerId: added.consumer.id, index: 0 } };
      }
    }
    return pasted.document;
  });
  if (!pasted) return;
  const [step] = pasted.steps;
  if (step !== undefined) store.select({ kind: "step", id: step });
  else if (pasted.keys.length > 0) store.select({ kind: "cards", keys: pasted.keys });
  const key = pasted.keys[0];
  if (key !== undefined) store.setState({ reveal: key, isInspectorOpen: false });
}

/** A second one of what is selected, below or beside it. */
export function duplicateSelected(store: EditorStore): void {
  const { selection, document, workspace } = store.getState();
  if (selection.kind === "step") {
    store.edit("Duplicate step", (current, ids) => duplicateStep(current, selection.id, ids));
    return;
  }
  if (selection.kind !== "cards") return;
  const copies = selection.keys.filter((key) => !key.startsWith("topic:"));
  if (copies.length === 0) {
    showToast("A flow has exactly one card per topic.", { tone: "info" });
    return;
  }
  const clip = copyCards(document, copies, workspace);
  insert(store, clip, `Duplicate ${wordsOf(clip)}`);
}

/** For menus, where the browser gives no event with the clipboard in it. */
export async function pasteFromMenu(store: EditorStore): Promise<void> {
  const { clipboard } = navigator;
  try {
    pasteText(store, await clipboard.readText());
  } catch (error) {
    // Not asked from a safe address, or not allowed: the keys always work.
    if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
    showToast("Press Ctrl+V (⌘V) to paste: the browser keeps the clipboard closed.", { tone: "info" });
  }
}
