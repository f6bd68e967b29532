/** The page of one event; `flow` is where *Back to the flow* leads. */
export function eventHref(
  workspace: string,
  event: { readonly topic: string; readonly offset: number },
  flow?: string,
): string {
  const from = flow === undefined ? "" : `?flow=${encodeURIComponent(flow)}`;
  return `/w/${encodeURIComponent(workspace)}/events/${encodeURIComponent(event.topic)}/${event.offset}${from}`;
}
