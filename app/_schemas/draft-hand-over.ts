const drafts = new Map<string, string>();
const keyOf = (workspace: string, subject: string) => `${workspace}\n${subject}`;

/** Hands a draft over to the page of another schema, in this tab. */
export function keepDraft(workspace: string, subject: string, text: string): void {
  drafts.set(keyOf(workspace, subject), text);
}

/** The draft that was handed over, if there is one. */
export function keptDraft(workspace: string, subject: string): string | undefined {
  return drafts.get(keyOf(workspace, subject));
}
