import { isTRPCClientError } from "@trpc/client";
import { createContext, useContext, useState } from "react";
import { showToast } from "@/app/_ui/show-toast";
import { showProblem } from "../actions/problem-actions";
import { type DraftSaver, takeSession } from "../state/draft-saver";
import { useEditorStore } from "../state/editor-context";
import type { EditorStore } from "../state/editor-store";
import type { DeployPreview, FlowApi } from "../state/flow-api";

/** What talks to the server for this editor. */
export interface Backend {
  readonly api: FlowApi;
  readonly saver: DraftSaver;
}

const BackendContext = createContext<Backend | undefined>(undefined);
export const BackendProvider = BackendContext.Provider;

export function useBackend(): Backend {
  const backend = useContext(BackendContext);
  if (!backend) throw new Error("useBackend stands outside of the editor.");
  return backend;
}

/** What was chosen in the sheet. */
export interface DeployChoices {
  readonly note: string;
  /** Where new consumers begin, by id. */
  readonly starts: Readonly<Record<string, "now" | "beginning">>;
  /** The new consumers also get what came before the first deployment. */
  readonly deliverKept: boolean;
}

const noChoices: DeployChoices = { note: "", starts: {}, deliverKept: false };

/** Whether a deployment has anything to look at before it happens. */
export function needsSheet(preview: DeployPreview): boolean {
  if (!preview.isFirst) return true;
  return (
    preview.isOutside ||
    preview.keptSamples > 0 ||
    preview.issues.some(({ wires }) => wires !== undefined) ||
    preview.newConsumers.some(({ storedEvents }) => storedEvents > 0)
  );
}

/** Takes over what the server says about the flow. */
export async function refreshSession(store: EditorStore, api: FlowApi): Promise<void> {
  takeSession(store, await api.get());
}

/** From the press on Deploy to the revision that is live. */
export function useDeployment() {
  const store = useEditorStore();
  const { api, saver } = useBackend();
  const [isBusy, setBusy] = useState(false);
  const [preview, setPreview] = useState<DeployPreview>();
  const [error, setError] = useState<string>();

  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    setError(undefined);
    try {
      await work();
    } catch (thrown) {
      if (!isTRPCClientError(thrown)) throw thrown;
      setError(thrown.message);
      showToast(`Not deployed: ${thrown.message} What ran before goes on.`, { tone: "bad" });
    } finally {
      setBusy(false);
    }
  };

  const deployNow = async ({ note, starts, deliverKept }: DeployChoices) => {
    // What ran before is not always the revision with the number before: it may have been rolled back.
    const earlier = store.getState().revision;
    const done = await api.deploy({
      version: saver.version,
      starts: { ...starts },
      deliverKept,
      ...(note.trim() !== "" && { note: note.trim() }),
    });
    await refreshSession(store, api);
    setPreview(undefined);
    const { revision } = done;
    store.announce(`Revision ${revision} is live.`);
    if (earlier === undefined) return;
    const rollBack = async () => {
      await api.rollBack({ revision: earlier, starts: {} });
      await refreshSession(store, api);
      showToast(`Revision ${earlier} runs again. The draft stays as it is.`);
    };
    showToast(`Revision ${revision} is live.`, {
      action: { label: "Roll back", onAction: () => void run(rollBack) },
    });
  };

  const begin = () =>
    run(async () => {
      if (!(await saver.flush())) {
        showToast("Not deployed: the last change is not saved yet.", { tone: "wait", id: "not-saved" });
        return;
      }
      const found = await api.previewDeploy();
      if (found.issues.some(({ severity }) => severity !== "warning")) {
        showProblem(store);
        return;
      }
      if (needsSheet(found)) setPreview(found);
      else await deployNow(noChoices);
    });

  return {
    isBusy,
    preview,
    error,
    begin,
    deploy: (choices: DeployChoices) => run(() => deployNow(choices)),
    cancel: () => setPreview(undefined),
  };
}
