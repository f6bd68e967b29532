import { AppError } from "../app-error";
import { recordAudit } from "../audit/record";
import type { Actor } from "../auth/actor";
import type { Deps } from "../deps";
import type { AcceptOutcome } from "./accept-request";

/**
 * The answer for whoever sent one event.
 * @throws AppError `bad-input`, `conflict`, or `unfit` with `errors` in the details
 */
export function sentOutcome(outcome: AcceptOutcome) {
  if (outcome.kind === "refused") throw new AppError("bad-input", outcome.message);
  if (outcome.kind === "kept") return { kind: "kept" as const };
  if (outcome.kind === "unfit") {
    const { subject, version, events } = outcome;
    const errors = events[0]?.failures ?? [];
    throw new AppError("unfit", `This does not fit the schema "${subject}": ${errors[0]?.message ?? ""}`, {
      schema: subject,
      version,
      errors,
    });
  }
  const [line] = outcome.lines;
  if (line === undefined) throw new Error("the log gave no outcome for an event");
  if ("status" in line)
    return { kind: "quarantined" as const, id: line.id, topic: line.topic, reason: line.reason };
  if ("conflict" in line) {
    throw new AppError("conflict", `The id "${line.id}" was used before with another content. Use a new id.`);
  }
  const { id, topic, offset, duplicate } = line;
  return { kind: "stored" as const, id, topic, offset, isDuplicate: duplicate === true };
}

/** Writes into the audit that a person sent an event by hand; programs send too many to be listed one by one. */
export async function recordSent(
  deps: Pick<Deps, "db">,
  actor: Actor,
  sent: ReturnType<typeof sentOutcome>,
  { from, isTest }: { readonly from?: string | undefined; readonly isTest: boolean },
): Promise<void> {
  if (actor.kind !== "user" || sent.kind === "kept") return;
  await recordAudit(deps.db, actor, "event.sent", sent.topic, {
    id: sent.id,
    isTest,
    ...(sent.kind === "stored" ? { offset: sent.offset } : { isQuarantined: true }),
    ...(from === undefined ? {} : { from }),
  });
}
