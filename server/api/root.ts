import { accountRouter } from "./routers/account.router";
import { apiKeysRouter } from "./routers/api-keys.router";
import { demoInboxRouter, eventsRouter } from "./routers/events.router";
import { router } from "./trpc";

/** Everything the browser can ask, one router per area. */
export const appRouter = router({
  account: accountRouter,
  apiKeys: apiKeysRouter,
  demoInbox: demoInboxRouter,
  events: eventsRouter,
});

/** For clients: types only. */
export type AppRouter = typeof appRouter;
