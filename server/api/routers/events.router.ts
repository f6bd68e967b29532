import { listDeadLetterGroups } from "@/server/deliveries/list-dead-letters";
import { clearDemoMails } from "@/server/demo-inbox/clear-demo-mails";
import { listDemoMails } from "@/server/demo-inbox/list-demo-mails";
import { switchDemoInbox } from "@/server/demo-inbox/switch-demo-inbox";
import { causationTree } from "@/server/events/causation-tree";
import { countPassing } from "@/server/events/count-passing";
import { eventDeliveries } from "@/server/events/event-deliveries";
import { eventOutcomes } from "@/server/events/event-outcomes";
import { filterChoices } from "@/server/events/filter-choices";
import { getEvent } from "@/server/events/get-event";
import { previousEvent } from "@/server/events/previous-event";
import { deleteSavedFilter, listSavedFilters, saveFilter } from "@/server/events/saved-filters";
import { scanEvents } from "@/server/events/scan-events";
import { sendAsNew } from "@/server/events/send-as-new";
import { sendEvent } from "@/server/events/send-event";
import { cancelExport, listExports, startExport } from "@/server/exports/exports";
import { watchFlow } from "@/server/live/watch-flow";
import { watchOutcomes } from "@/server/live/watch-outcomes";
import { watchTopics } from "@/server/live/watch-topics";
import { why } from "@/server/why/why";
import { mutation, query, router, subscription } from "../trpc";

/** Events, what became of them, and both as they happen. */
export const eventsRouter = router({
  scan: query(scanEvents),
  filterChoices: query(filterChoices),
  get: query(getEvent),
  countPassing: query(countPassing),
  outcomes: query(eventOutcomes),
  deliveries: query(eventDeliveries),
  causation: query(causationTree),
  previous: query(previousEvent),
  deadLetterGroups: query(listDeadLetterGroups),
  why: query(why),
  savedFilters: query(listSavedFilters),
  saveFilter: mutation(saveFilter),
  deleteSavedFilter: mutation(deleteSavedFilter),
  exports: query(listExports),
  startExport: mutation(startExport),
  cancelExport: mutation(cancelExport),
  send: mutation(sendEvent),
  sendAsNew: mutation(sendAsNew),
  watch: subscription(watchTopics),
  watchFlow: subscription(watchFlow),
  watchOutcomes: subscription(watchOutcomes),
});

/** The built-in inbox, which sends nothing outside. */
export const demoInboxRouter = router({
  list: query(listDemoMails),
  clear: mutation(clearDemoMails),
  switch: mutation(switchDemoInbox),
});
