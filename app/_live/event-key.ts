/** The address of an event in lists: unique and stable. */
export function eventKey(event: { readonly topicId: string; readonly offset: number }): string {
  return `${event.topicId}:${event.offset}`;
}
