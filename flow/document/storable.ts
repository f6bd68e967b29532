/**
 * Whether a JSON value can be kept in the database and in files: PostgreSQL stores neither U+0000 nor half a
 * surrogate pair, and nobody means to type either.
 */
export function isStorable(value: unknown): boolean {
  // JSON.stringify escapes exactly these two; an even run of backslashes before is text that only looks like it.
  return !/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/.test(JSON.stringify(value) ?? "");
}
