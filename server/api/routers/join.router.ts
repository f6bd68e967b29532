import { openSession } from "@/server/auth/open-session";
import { acceptInput, acceptInvitation, joinToken, readInvitation } from "@/server/members/accept-invitation";
import { openProcedure, router } from "../trpc";

export const joinRouter = router({
  /** Open because the token of the link is the proof; a mutation, so that the token stays out of addresses. */
  read: openProcedure.input(joinToken).mutation(({ ctx, input }) => readInvitation(ctx.deps, input)),
  /** Open because the token of the link is the proof. */
  accept: openProcedure.input(acceptInput).mutation(async ({ ctx, input }) => {
    const { email } = await acceptInvitation(ctx.deps, input, ctx.headers);
    await openSession(ctx.deps, ctx.headers, ctx.responseHeaders, { email, password: input.password });
  }),
});
