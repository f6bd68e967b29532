"use client";

import { useQuery } from "@tanstack/react-query";
import { isTRPCClientError } from "@trpc/client";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Sheet } from "@/app/_ui/sheet";
import { showToast } from "@/app/_ui/show-toast";
import { SkeletonRows } from "@/app/_ui/skeleton";
import { useEditor, useEditorStore } from "../state/editor-context";
import { DeploySheet } from "./deploy-sheet";
import { type DeployChoices, refreshSession, useBackend } from "./use-deployment";

interface RollBackSheetProps {
  readonly revision: number;
  readonly onCancel: () => void;
  readonly onDone: () => void;
}

/** What going back to a revision would change, then does it: it is a deployment like any other. */
export function RollBackSheet({ revision, onCancel, onDone }: RollBackSheetProps) {
  const store = useEditorStore();
  const trpc = useTRPC();
  const { api } = useBackend();
  const workspace = useEditor((state) => state.workspace);
  const flow = useEditor((state) => state.flow);
  const deployed = useEditor((state) => state.deployed);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const target = useQuery(trpc.flows.revision.queryOptions({ workspace, flow, revision }));
  const preview = useQuery({
    ...trpc.flows.previewDeploy.queryOptions({ workspace, flow, revision }),
    refetchOnMount: "always",
  });
  const label = `Roll back to revision ${revision}`;
  const failure = target.error ?? preview.error;
  if (target.data === undefined || preview.data === undefined) {
    return (
      <Sheet open onOpenChange={onCancel} title={label}>
        {failure === null ? <SkeletonRows /> : <Banner tone="bad">{failure.message}</Banner>}
      </Sheet>
    );
  }
  const rollBack = async ({ note, starts }: DeployChoices) => {
    setBusy(true);
    setError(undefined);
    try {
      const why = note.trim();
      await api.rollBack({ revision, starts: { ...starts }, ...(why !== "" && { note: why }) });
      await refreshSession(store, api);
      onDone();
      store.announce(`Revision ${revision} runs again.`);
      showToast(`Revision ${revision} runs again. The draft stays as it is.`);
    } catch (thrown) {
      if (!isTRPCClientError(thrown)) throw thrown;
      setError(`${thrown.message} What ran before goes on.`);
    } finally {
      setBusy(false);
    }
  };
  return (
    <DeploySheet
      preview={preview.data}
      before={deployed}
      after={target.data.document}
      description="The draft stays as it is."
      isBusy={isBusy}
      error={error}
      label={label}
      onCancel={onCancel}
      onDeploy={(choices) => void rollBack(choices)}
    />
  );
}
