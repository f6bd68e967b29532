import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { APIError, createAuthMiddleware } from "better-auth/api";
import * as z from "zod";
import { recordForPerson } from "../audit/record";
import type { Deps } from "../deps";
import { clientIpHeader, clientIpOf } from "./client-ip";
import { passwordLength } from "./password-length";
import { ownOrigins } from "./same-origin";
import { clearSignInTries, countSignInTry, lockMinutes } from "./sign-in-guard";

const signInBody = z.object({ email: z.string().max(320) });

/** Locks an address after too many tries: soon for the network that makes them, late for everybody. */
function guardSignIn(deps: Deps) {
  return createAuthMiddleware(async (ctx) => {
    const body = signInBody.safeParse(ctx.body);
    if (ctx.path !== "/sign-in/email" || !body.success) return;
    const lockedUntil = await countSignInTry(deps, body.data.email, ctx.headers && clientIpOf(ctx.headers));
    if (lockedUntil === undefined) return;
    throw new APIError("TOO_MANY_REQUESTS", {
      code: "LOCKED",
      message: `Too many tries with this address. It opens again within ${lockMinutes} minutes.`,
      lockedUntil: lockedUntil.toISOString(),
    });
  });
}

/** Remembers what a person did to their account, and forgets tries that led to a sign-in. */
function followUp(deps: Deps) {
  return createAuthMiddleware(async (ctx) => {
    if (ctx.context.returned instanceof APIError) return;
    const { newSession, session } = ctx.context;
    if (ctx.path === "/sign-in/email" && newSession) await clearSignInTries(deps, newSession.user.email);
    const user = newSession?.user ?? session?.user;
    if (ctx.path === "/change-password" && user) {
      await recordForPerson(deps.db, { userId: user.id, name: user.name }, "account.password-changed");
    }
  });
}

function makeAuth(deps: Deps) {
  const { env, log } = deps;
  return betterAuth({
    appName: "Millrace",
    baseURL: env.MILLRACE_URL,
    basePath: "/api/auth",
    secret: env.MILLRACE_SECRET,
    database: prismaAdapter(deps.db, { provider: "postgresql", transaction: true }),
    trustedOrigins: (request) => (request === undefined ? [] : ownOrigins(request.headers, env.MILLRACE_URL)),
    emailAndPassword: {
      enabled: true,
      // People enter by set-up or by invitation only.
      disableSignUp: true,
      minPasswordLength: passwordLength.min,
      maxPasswordLength: passwordLength.max,
    },
    session: {
      expiresIn: 7 * 24 * 3600,
      updateAge: 24 * 3600,
      // A removed member must be out at once, so every request reads the session from the database.
      cookieCache: { enabled: false },
    },
    rateLimit: {
      enabled: true,
      storage: "database",
      window: 60,
      max: 100,
      customRules: {
        "/sign-in/email": { window: 10, max: 5 },
        "/change-password": { window: 60, max: 5 },
      },
    },
    advanced: {
      cookiePrefix: "millrace",
      useSecureCookies: env.MILLRACE_URL.startsWith("https:"),
      ipAddress: { ipAddressHeaders: [clientIpHeader] },
      database: { generateId: false },
    },
    hooks: { before: guardSignIn(deps), after: followUp(deps) },
    telemetry: { enabled: false },
    logger: {
      log: (level, message) => log[level === "error" ? "error" : "debug"]({ part: "auth" }, message),
    },
  });
}

/** The authentication library as we configure it; nothing outside server/auth names it. */
export type Auth = ReturnType<typeof makeAuth>;

const made = new WeakMap<Deps, Auth>();

/** The one instance that belongs to these dependencies. */
export function getAuth(deps: Deps): Auth {
  const present = made.get(deps);
  if (present !== undefined) return present;
  const auth = makeAuth(deps);
  made.set(deps, auth);
  return auth;
}
