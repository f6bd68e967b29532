import * as z from "zod";

const answerSchema = z.object({ code: z.string().optional(), lockedUntil: z.iso.datetime().optional() });

/** What the sign-in routes answer; `status` is 0 when they could not be reached. */
export interface AuthAnswer {
  readonly ok: boolean;
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly code: string | undefined;
  readonly lockedUntil: Date | undefined;
}

/** Posts to one of the sign-in routes; never rejects. */
export async function postAuth(
  path: string,
  body: Readonly<Record<string, unknown>> = {},
): Promise<AuthAnswer> {
  const answer = await fetch(`/api/auth/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  }).catch(() => undefined);
  if (answer === undefined)
    return { ok: false, status: 0, retryAfter: undefined, code: undefined, lockedUntil: undefined };
  // What is not JSON has nothing to tell beyond its status.
  const { code, lockedUntil } = answerSchema.safeParse(await answer.json().catch(() => undefined)).data ?? {};
  return {
    ok: answer.ok,
    status: answer.status,
    retryAfter: answer.headers.get("retry-after") ?? undefined,
    code,
    lockedUntil: lockedUntil === undefined ? undefined : new Date(lockedUntil),
  };
}
