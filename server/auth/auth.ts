import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import type { Deps } from "../deps";
import { clientIpHeader } from "./client-ip";
import { ownOrigins } from "./same-origin";

/** Bounds of every password; the upper one keeps hashing cheap enough to offer. */
export const passwordLength = { min: 10, max: 128 } as const;

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
    telemetry: { enabled: false },
    logger: {
      level: "warn",
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
