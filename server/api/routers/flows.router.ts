import { getChecklist, setChecklist } from "@/server/flows/checklist";
import { createFlow } from "@/server/flows/create-flow";
import { deleteFlow, previewDeleteFlow } from "@/server/flows/delete-flow";
import { deployFlow } from "@/server/flows/deploy-flow";
import { exportFlow } from "@/server/flows/export-flow";
import { flowsWithTopic } from "@/server/flows/flows-with-topic";
import { getFlow } from "@/server/flows/get-flow";
import { importFlow } from "@/server/flows/import-flow";
import { listFlows } from "@/server/flows/list-flows";
import { listObserved } from "@/server/flows/list-observed";
import { getRevision, listRevisions } from "@/server/flows/list-revisions";
import { listSamples } from "@/server/flows/list-samples";
import { moveConsumer } from "@/server/flows/move-consumer";
import { drainConsumer, pauseConsumer, resumeConsumer } from "@/server/flows/pause-consumer";
import { drainFlow, pauseFlow, resumeFlow } from "@/server/flows/pause-flow";
import { pinSample, unpinSample } from "@/server/flows/pin-sample";
import { previewDeploy } from "@/server/flows/preview-deploy";
import { putFlow } from "@/server/flows/put-flow";
import { renameFlow } from "@/server/flows/rename-flow";
import { rollBackFlow } from "@/server/flows/roll-back-flow";
import { saveDraft } from "@/server/flows/save-draft";
import { pointAt } from "@/server/live/point-at";
import { mutation, query, router } from "../trpc";

/** Flows: drafts, what runs of them, and how both came about. */
export const flowsRouter = router({
  list: query(listFlows),
  get: query(getFlow),
  create: mutation(createFlow),
  import: mutation(importFlow),
  put: mutation(putFlow),
  save: mutation(saveDraft),
  rename: mutation(renameFlow),
  previewDelete: query(previewDeleteFlow),
  delete: mutation(deleteFlow),
  previewDeploy: query(previewDeploy),
  deploy: mutation(deployFlow),
  rollBack: mutation(rollBackFlow),
  revisions: query(listRevisions),
  revision: query(getRevision),
  pause: mutation(pauseFlow),
  drain: mutation(drainFlow),
  resume: mutation(resumeFlow),
  pointAt: mutation(pointAt),
  pauseConsumer: mutation(pauseConsumer),
  drainConsumer: mutation(drainConsumer),
  resumeConsumer: mutation(resumeConsumer),
  moveConsumer: mutation(moveConsumer),
  export: query(exportFlow),
  observed: query(listObserved),
  samples: query(listSamples),
  withTopic: query(flowsWithTopic),
  pinSample: mutation(pinSample),
  unpinSample: mutation(unpinSample),
  checklist: query(getChecklist),
  setChecklist: mutation(setChecklist),
});
