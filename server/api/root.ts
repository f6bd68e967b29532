import { accountRouter } from "./routers/account.router";
import { apiKeysRouter } from "./routers/api-keys.router";
import { asyncApiRouter } from "./routers/asyncapi.router";
import { auditRouter } from "./routers/audit.router";
import { credentialsRouter } from "./routers/credentials.router";
import { demoInboxRouter, eventsRouter } from "./routers/events.router";
import { flowsRouter } from "./routers/flows.router";
import { healthRouter } from "./routers/health.router";
import { joinRouter } from "./routers/join.router";
import { mapRouter } from "./routers/map.router";
import { membersRouter } from "./routers/members.router";
import { alertsRouter, problemsRouter } from "./routers/problems.router";
import { deliveriesRouter, replaysRouter } from "./routers/replays.router";
import { quarantineRouter, schemasRouter } from "./routers/schemas.router";
import { setupRouter } from "./routers/setup.router";
import { templatesRouter } from "./routers/templates.router";
import { testRunsRouter } from "./routers/test-runs.router";
import { topicsRouter } from "./routers/topics.router";
import { workspaceRouter } from "./routers/workspace.router";
import { router } from "./trpc";

/** Everything the browser can ask, one router per area. */
export const appRouter = router({
  account: accountRouter,
  apiKeys: apiKeysRouter,
  asyncApi: asyncApiRouter,
  audit: auditRouter,
  credentials: credentialsRouter,
  health: healthRouter,
  join: joinRouter,
  map: mapRouter,
  members: membersRouter,
  setup: setupRouter,
  workspace: workspaceRouter,
  demoInbox: demoInboxRouter,
  deliveries: deliveriesRouter,
  events: eventsRouter,
  flows: flowsRouter,
  templates: templatesRouter,
  testRuns: testRunsRouter,
  topics: topicsRouter,
  schemas: schemasRouter,
  quarantine: quarantineRouter,
  alerts: alertsRouter,
  problems: problemsRouter,
  replays: replaysRouter,
});

/** For clients: types only. */
export type AppRouter = typeof appRouter;
