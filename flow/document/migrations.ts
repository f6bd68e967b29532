import { FLOW_FORMAT } from "./flow-document";

/** Turns a document of one format into the next; the index in the list is the format it starts from, less one. */
type Migration = (document: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/** One entry per past format. Never change one that was released: files of that format exist. */
const migrations: readonly Migration[] = [];

/** A document in today's format (its content still unchecked), or the sentence that says why it cannot be opened. */
export type Migrated =
  | { readonly kind: "document"; readonly document: Readonly<Record<string, unknown>> }
  | { readonly kind: "refused"; readonly message: string };

/** Brings a stored or imported document to today's format. */
export function migrateDocument(raw: unknown): Migrated {
  if (!isRecord(raw)) return refused("This is not a flow: a flow begins with `millrace: 1`.");
  const format = raw.millrace;
  if (typeof format !== "number" || !Number.isInteger(format) || format < 1) {
    return refused("This is not a flow: `millrace: 1` is missing at the top.");
  }
  if (format > FLOW_FORMAT) {
    return refused(
      `This flow was saved by a newer Millrace (format ${format}; this one reads up to ${FLOW_FORMAT}). Update Millrace, then open it.`,
    );
  }
  const document = migrations
    .slice(format - 1)
    .reduce<Readonly<Record<string, unknown>>>((older, migrate) => migrate(older), raw);
  return { kind: "document", document };
}

function refused(message: string): Migrated {
  return { kind: "refused", message };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
