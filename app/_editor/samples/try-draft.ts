import { isTRPCClientError } from "@trpc/client";
import { formatPlural } from "@/app/_ui/format";
import { findStep } from "@/flow/graph/step-tree";
import type { TestRunResult } from "@/flow/test-run/test-run";
import type { Backend } from "../deploy/use-deployment";
import type { EditorStore } from "../state/editor-store";
import { sampleToTry } from "./sample-choice";

/** Longer than any run may take. */
const GIVE_UP_MS = 120_000;

let latest = 0;

/** Runs the draft, or what leads to one step, on the chosen sample; the answer stands in the store. */
export async function tryDraft(store: EditorStore, { api, saver }: Backend, upTo?: string): Promise<void> {
  const before = store.getState();
  const on = sampleToTry(
    before,
    upTo === undefined ? undefined : findStep(before.document, upTo)?.consumer.id,
  );
  const show = { drawer: { isOpen: true, tab: "test" as const } };
  if (on === undefined || before.isReadOnly || before.trial?.kind === "running") {
    store.setState(show);
    return;
  }
  latest += 1;
  const number = latest;
  const reallySend = before.isReallySending;
  store.setState({
    ...show,
    chosen: on,
    trial: { kind: "running", isWaiting: false },
    shownResult: undefined,
    announcement: `The draft runs on ${on.name}.`,
  });
  const end = (trial: Exclude<ReturnType<EditorStore["getState"]>["trial"], undefined>, words: string) => {
    if (number !== latest) return;
    // Whatever came of it: the next run is harmless again.
    store.setState({ trial, isReallySending: false, announcement: words });
  };
  const fail = (message: string) => end({ kind: "failed", message }, message);
  try {
    if (!(await saver.flush())) {
      fail("The draft could not be saved, so it was not run.");
      return;
    }
    const { document } = store.getState();
    const { id } = await api.startTestRun({
      version: saver.version,
      sample: on.sample,
      ...(upTo !== undefined && { upTo }),
      reallySend,
    });
    const deadline = performance.now() + GIVE_UP_MS;
    while (performance.now() < deadline) {
      const state = await api.testRun(id);
      if (state.kind === "failed") {
        fail(state.message);
        return;
      }
      if (state.kind === "done") {
        const done = { kind: "done", result: state.result, document, on, upTo, hasSent: reallySend } as const;
        end({ ...done, at: new Date() }, words(state.result));
        if (number === latest) store.setState({ shownResult: firstToLookAt(state.result) });
        return;
      }
      if (number !== latest) return;
      store.setState({ trial: { kind: "running", isWaiting: state.kind === "waiting" } });
    }
    fail("Nothing has run the draft. Look at Health: are there workers?");
  } catch (error) {
    if (!isTRPCClientError(error)) throw error;
    fail(error.message);
  }
}

function words({ deliveries }: TestRunResult): string {
  const failed = deliveries.filter(({ status }) => status === "failed").length;
  const reached = `The draft ran through ${formatPlural(deliveries.length, "consumer")}.`;
  return failed === 0 ? reached : `${reached} ${failed} failed.`;
}

/** What failed, else what came first. */
function firstToLookAt({ deliveries }: TestRunResult) {
  const failed = deliveries.findIndex(({ status }) => status === "failed");
  const delivery = Math.max(failed, 0);
  const steps = deliveries[delivery]?.trace.steps ?? [];
  const step = steps.find(({ outcome }) => outcome === "failed") ?? steps[0];
  return deliveries.length === 0 ? undefined : { delivery, stepId: step?.stepId };
}
