import * as z from "zod";
import { AppError } from "../app-error";
import { recordForPerson } from "../audit/record";
import { clientIpOf } from "../auth/client-ip";
import { passwordHash, passwordSchema } from "../auth/password";
import { clearSignInTries } from "../auth/sign-in-guard";
import type { Deps } from "../deps";
import { joinIdentifier } from "./join-link";

/** The token of a link that an administrator made. */
export const joinToken = z.object({
  token: z.string().regex(/^[A-Za-z0-9_-]{43}$/, "This is not a sign-in link."),
});

export const acceptInput = joinToken.extend({ password: passwordSchema });

const refusal = () =>
  new AppError("not-found", "This link was used, replaced or is older than 7 days. Ask for a new one.");

async function findLink(deps: Deps, token: string) {
  const link = await deps.db.verification.findFirst({
    where: { identifier: joinIdentifier(token), expiresAt: { gt: new Date() } },
  });
  const user = link && (await deps.db.user.findUnique({ where: { id: link.value } }));
  if (!link || !user) throw refusal();
  return { link, user };
}

/**
 * For whom a link is, to greet them before they choose a password.
 * @throws AppError `not-found` for a link that does not work any more
 */
export async function readInvitation(deps: Deps, { token }: z.output<typeof joinToken>) {
  const { user } = await findLink(deps, token);
  return { name: user.name, email: user.email };
}

/**
 * Sets the password of the person whom the link was made for, ends all their sessions and the link itself.
 * Of many callers at once one gets through.
 * @returns the person's address, to sign them in with
 * @throws AppError `not-found` for a link that does not work any more
 */
export async function acceptInvitation(deps: Deps, input: z.output<typeof acceptInput>, headers: Headers) {
  const { link, user } = await findLink(deps, input.token);
  const password = await passwordHash(input.password);
  await deps.db.$transaction(async (tx) => {
    if ((await tx.verification.deleteMany({ where: { id: link.id } })).count !== 1) throw refusal();
    const { count } = await tx.account.updateMany({
      where: { userId: user.id, providerId: "credential" },
      data: { password },
    });
    if (count === 0) {
      await tx.account.create({
        data: { userId: user.id, accountId: user.id, providerId: "credential", password },
      });
    }
    await tx.session.deleteMany({ where: { userId: user.id } });
    const person = { userId: user.id, name: user.name, ip: clientIpOf(headers) };
    await recordForPerson(tx, person, count === 0 ? "member.joined" : "account.password-changed");
  });
  await clearSignInTries(deps, user.email);
  return { email: user.email };
}
