import type * as z from "zod";
import { type FlowDocument, flowDocumentSchema } from "./flow-document";
import { migrateDocument } from "./migrations";
import { isStorable } from "./storable";
import { withTopicCards } from "./with-topic-cards";

/** Where a document does not fit, in words that its author knows. */
export interface FlowFault {
  /** `consumers › 2 › steps › 1 › type`; empty for the document itself. */
  readonly at: string;
  readonly message: string;
}

/** A checked document, or everything that does not fit (never an empty list). */
export type ParsedFlow =
  | { readonly document: FlowDocument; readonly faults?: undefined }
  | { readonly document?: undefined; readonly faults: readonly FlowFault[] };

const maxFaults = 20;

/**
 * Checks a document of any format and any origin: a file, the database, the network. Topics that are named and have
 * no card get one, so that a file may leave `topics` out for those without a description.
 */
export function parseFlow(raw: unknown): ParsedFlow {
  const migrated = migrateDocument(raw);
  if (migrated.kind === "refused") return { faults: [{ at: "", message: migrated.message }] };
  const parsed = flowDocumentSchema.safeParse({
    producers: [],
    topics: [],
    consumers: [],
    ...migrated.document,
  });
  if (parsed.success) {
    if (isStorable(parsed.data)) return { document: withTopicCards(parsed.data) };
    return { faults: [{ at: "", message: "This holds a character that cannot be stored (U+0000)." }] };
  }
  return { faults: parsed.error.issues.slice(0, maxFaults).map(faultOf) };
}

/** The faults as one text, a line each. */
export function faultsText(faults: readonly FlowFault[]): string {
  return faults.map(({ at, message }) => (at === "" ? message : `${at}: ${message}`)).join("\n");
}

function faultOf(issue: z.core.$ZodIssue): FlowFault {
  const at = issue.path
    .map((part) => (typeof part === "number" ? String(part + 1) : String(part)))
    .join(" › ");
  if (issue.code === "unrecognized_keys") {
    const names = issue.keys.map((key) => `\`${key}\``).join(", ");
    return { at, message: `${names} ${issue.keys.length === 1 ? "is" : "are"} not known here.` };
  }
  if (issue.code === "invalid_type" && issue.input === undefined) return { at, message: "This is missing." };
  return { at, message: issue.message.endsWith(".") ? issue.message : `${issue.message}.` };
}
