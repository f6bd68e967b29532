import { accountRouter } from "./routers/account.router";
import { router } from "./trpc";

/** Everything the browser can ask, one router per area. */
export const appRouter = router({
  account: accountRouter,
});

/** For clients: types only. */
export type AppRouter = typeof appRouter;
