import type { AsyncApiProblem } from "@/flow/asyncapi/problem";
import { type AsyncApiProposal, readAsyncApi } from "@/flow/asyncapi/read-document";
import { definitions } from "@/nodes/registry/definitions.gen";
import { AppError } from "../app-error";
import { schemaDifference } from "./official-schema";

/** Where a problem is, in words: `line 12, /channels/orders`. */
function placeOf({ pointer, line }: AsyncApiProblem): string {
  return [line === undefined ? "" : `line ${line}`, pointer].filter((part) => part !== "").join(", ");
}

/**
 * Reads a document that came from outside, and holds it against the official schema of its version.
 * @throws AppError `bad-input` when nothing of it can be read
 */
export async function readGiven(text: string): Promise<AsyncApiProposal> {
  const { proposal, refusal } = readAsyncApi(text, definitions);
  if (proposal === undefined) {
    const at = placeOf(refusal);
    throw new AppError("bad-input", at === "" ? refusal.message : `${at}: ${refusal.message}`, {
      faults: [{ at, message: refusal.message }],
    });
  }
  const difference = await schemaDifference(proposal.version, proposal.root);
  if (difference === undefined) return proposal;
  const line = proposal.lineOf(difference.pointer);
  return { ...proposal, problems: [{ ...difference, line }, ...proposal.problems] };
}
