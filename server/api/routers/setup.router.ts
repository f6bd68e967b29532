import { openSession } from "@/server/auth/open-session";
import { completeSetup, setupInput } from "@/server/setup/complete-setup";
import { openProcedure, router } from "../trpc";

export const setupRouter = router({
  /** Open because nobody exists yet: the token of the terminal is the proof. */
  complete: openProcedure.input(setupInput).mutation(async ({ ctx, input }) => {
    const done = await completeSetup(ctx.deps, input, ctx.headers);
    await openSession(ctx.deps, ctx.headers, ctx.responseHeaders, input);
    return done;
  }),
});
