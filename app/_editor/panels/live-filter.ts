/** What the list of last events in the drawer is narrowed to. */
export interface LiveFilter {
  readonly topic?: string;
  readonly consumerId?: string;
  readonly status?: "ok" | "failed" | "filtered";
}
