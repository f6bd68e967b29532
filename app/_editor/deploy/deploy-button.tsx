"use client";

import { lazy, Suspense, useEffect, useRef } from "react";
import { Button } from "@/app/_ui/button";
import { formatPlural } from "@/app/_ui/format";
import { countedChanges } from "@/flow/diff/diff-flows";
import { showProblem } from "../actions/problem-actions";
import { changesOf, issuesOf } from "../state/derived";
import { useEditor, useEditorStore } from "../state/editor-context";
import type { EditorState } from "../state/editor-store";
import { useDeployment } from "./use-deployment";

const DeploySheet = lazy(() => import("./deploy-sheet").then((module) => ({ default: module.DeploySheet })));

/** What pressing Deploy would do; its label says it. */
export type DeployState =
  | { readonly kind: "empty" }
  | { readonly kind: "problems"; readonly count: number }
  | { readonly kind: "up-to-date" }
  | { readonly kind: "ready"; readonly label: string };

export function deployState(state: EditorState): DeployState {
  const { document, deployed } = state;
  if (document.producers.length + document.topics.length + document.consumers.length === 0)
    return { kind: "empty" };
  const problems = issuesOf(state).filter(({ severity }) => severity !== "warning").length;
  if (problems > 0) return { kind: "problems", count: problems };
  const changes = countedChanges(changesOf(state)).length;
  if (deployed !== undefined && changes === 0) return { kind: "up-to-date" };
  return {
    kind: "ready",
    label: deployed === undefined ? "Deploy" : `Deploy ${formatPlural(changes, "change")}`,
  };
}

/** The one primary button of the editor. */
export function DeployButton() {
  const store = useEditorStore();
  const kind = useEditor((state) => deployState(state).kind);
  const label = useEditor((state) => {
    const what = deployState(state);
    if (what.kind === "problems") return `Fix ${formatPlural(what.count, "problem")}`;
    if (what.kind === "up-to-date") return "Up to date";
    return what.kind === "ready" ? what.label : "Deploy";
  });
  const deployment = useDeployment();
  const document = useEditor((state) => state.document);
  const deployed = useEditor((state) => state.deployed);
  const isWanted = useEditor((state) => state.isDeployWanted);
  const begin = useRef(deployment.begin);
  begin.current = deployment.begin;
  useEffect(() => {
    if (!isWanted) return;
    store.setState({ isDeployWanted: false });
    void begin.current();
  }, [isWanted, store]);
  const press = () => {
    if (kind === "problems") showProblem(store);
    else void deployment.begin();
  };
  const why =
    kind === "empty"
      ? "Add a producer first."
      : kind === "up-to-date"
        ? "What is drawn here is what runs."
        : false;
  return (
    <>
      <Button
        variant={kind === "problems" ? "secondary" : "primary"}
        busy={deployment.isBusy}
        busyLabel="Deploying…"
        disabled={why}
        onClick={press}
        data-testid="deploy"
      >
        {label}
      </Button>
      {deployment.preview ? (
        <Suspense>
          <DeploySheet
            preview={deployment.preview}
            before={deployed}
            after={document}
            isBusy={deployment.isBusy}
            error={deployment.error}
            label={label}
            onCancel={deployment.cancel}
            onDeploy={(choices) => void deployment.deploy(choices)}
          />
        </Suspense>
      ) : null}
    </>
  );
}
