/** The page of one event; `flow` is where *Back to the flow* leads. */
export function eventHref(
  workspace: string,
  event: { readonly topic: string; readonly offset: number },
  flow?: string,
): string {
  const from = flow === undefined ? "" : `?flow=${encodeURIComponent(flow)}`;
  return `/w/${encodeURIComponent(workspace)}/events/${encodeURIComponent(event.topic)}/${event.offset}${from}`;
}

/** The list of events at one of them, with what happened before and after it. */
export function aroundHref(
  workspace: string,
  { topic, offset }: { readonly topic: string; readonly offset: number },
): string {
  const params = new URLSearchParams({ around: `${topic}:${offset}` });
  return `/w/${encodeURIComponent(workspace)}/events?${params}`;
}
