import { exampleSample } from "../samples/sample-choice";
import type { ChosenSample } from "../samples/trial";
import type { EditorStore } from "../state/editor-store";

/** A sample of a topic to write over; its payload has the keyboard. */
export function newSample(store: EditorStore, topic: string): void {
  const { sample } = exampleSample(store.getState(), topic);
  store.setState({
    chosen: { key: "hand", name: "New sample", sample },
    shownResult: undefined,
    drawer: { isOpen: true, tab: "test" },
    wantedInDrawer: "payload",
  });
}

/** Makes a sample a part of the draft. */
export function pinSample(store: EditorStore, { name, sample }: ChosenSample): void {
  let key = "";
  store.edit(`Pin sample ${name}`, (document, ids) => {
    const id = ids("sample");
    key = `pinned:${id}`;
    const pinned = { id, name: name.trim() || "Sample", topic: sample.topic, data: sample.data };
    return { ...document, samples: [...document.samples, pinned] };
  });
  store.setState({ chosen: { key, name, sample } });
}

/** Takes a pinned sample out of the draft. */
export function deleteSample(store: EditorStore, { key, name }: ChosenSample): void {
  const id = key.slice("pinned:".length);
  store.edit(`Delete sample ${name}`, (document) => ({
    ...document,
    samples: document.samples.filter((one) => one.id !== id),
  }));
  store.setState({ chosen: undefined });
}
