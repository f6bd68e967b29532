import type { SchemaText } from "@/server/schemas/list-schemas";

/** A schema that is not saved yet. */
export interface KeptDraft {
  readonly text: string;
  /** The version that it was begun from; 0: there was none. */
  readonly base: number;
  /** Documents that it refers to by name. */
  readonly references: SchemaText["references"];
}

const drafts = new Map<string, KeptDraft>();
const keyOf = (workspace: string, subject: string) => `${workspace}\n${subject}`;

/** Keeps a draft while other pages are looked at in this tab, or hands it over to the page of another schema. */
export function keepDraft(workspace: string, subject: string, draft: KeptDraft): void {
  drafts.set(keyOf(workspace, subject), draft);
}

/** The draft that was kept, if there is one. */
export function keptDraft(workspace: string, subject: string): KeptDraft | undefined {
  return drafts.get(keyOf(workspace, subject));
}

/** Forgets a draft that was saved or discarded. */
export function dropDraft(workspace: string, subject: string): void {
  drafts.delete(keyOf(workspace, subject));
}
