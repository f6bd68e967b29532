/** The page that says what happened with an event id, a key or a correlation id, and what did not. */
export function whyHref(workspace: string, question?: string): string {
  const page = `/w/${encodeURIComponent(workspace)}/why`;
  return question === undefined ? page : `${page}?q=${encodeURIComponent(question)}`;
}
