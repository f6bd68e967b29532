import { accountRouter } from "./routers/account.router";
import { apiKeysRouter } from "./routers/api-keys.router";
import { credentialsRouter } from "./routers/credentials.router";
import { demoInboxRouter, eventsRouter } from "./routers/events.router";
import { setupRouter } from "./routers/setup.router";
import { router } from "./trpc";

/** Everything the browser can ask, one router per area. */
export const appRouter = router({
  account: accountRouter,
  apiKeys: apiKeysRouter,
  credentials: credentialsRouter,
  setup: setupRouter,
  demoInbox: demoInboxRouter,
  events: eventsRouter,
});

/** For clients: types only. */
export type AppRouter = typeof appRouter;
