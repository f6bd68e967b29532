import * as z from "zod";
import { AppError } from "../app-error";
import type { AuditAction } from "../audit/audit-actions";
import { recordAudit } from "../audit/record";
import { useCase } from "../use-case";
import { type ProblemState, problemStates } from "./problem-states";

const audits: Readonly<Record<ProblemState, AuditAction>> = {
  open: "problem.reopened",
  acknowledged: "problem.acknowledged",
  resolved: "problem.resolved",
  ignored: "problem.ignored",
};

/**
 * Moves a problem to another state, with a note for the others. Its dead letters stay as they are.
 * @throws AppError `not-found`
 */
export const changeProblem = useCase(
  "delivery.repair",
  z.object({
    id: z.uuid(),
    state: z.enum(problemStates),
    /** Absent: the note stays. */
    note: z.string().trim().max(500).optional(),
  }),
  async (deps, actor, { id, state, note }) =>
    deps.db.$transaction(async (tx) => {
      const problem = await tx.problem.findFirst({ where: { id, workspaceId: actor.workspaceId } });
      if (problem === null) throw new AppError("not-found", "This problem does not exist.");
      await tx.$executeRaw`
        UPDATE problem SET state = ${state}, state_at = clock_timestamp(), state_by = ${actor.name},
          note = ${note === undefined ? problem.note : note === "" ? null : note}
        WHERE id = ${id}::uuid`;
      await recordAudit(tx, actor, audits[state], problem.message ?? problem.reason, {
        ...(note === undefined || note === "" ? {} : { note }),
      });
      return { state };
    }),
);
