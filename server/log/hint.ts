/** The channel of all hints. */
export const HINT_CHANNEL = "millrace";

/**
 * What may be of interest to another process; losing one costs at most a second, since everybody also polls.
 * `appended`: the log of topic `id` grew. `delivered`: deliveries of topic `id` changed. `changed`:
 * subscriptions of topic `id`, replay run or flow `id` were deployed, paused, resumed or redriven. `tried`: a draft of
 * flow `id` waits to be tried, or was. `edited`: the draft of flow `id` was saved, or somebody came to it or left.
 */
export interface Hint {
  readonly kind: "appended" | "delivered" | "changed" | "tried" | "edited";
  readonly id: string;
}

const kinds = { a: "appended", d: "delivered", c: "changed", t: "tried", e: "edited" } as const;

/** Writes hints as the text of one notification. */
export function writeHints(hints: readonly Hint[]): string {
  return hints.map(({ kind, id }) => `${kind.slice(0, 1)}${id}`).join(" ");
}

/** Reads the text of a notification; what is not understood is left out. */
export function readHints(payload: string): Hint[] {
  return payload.split(" ").flatMap((word) => {
    const letter = word.slice(0, 1);
    const id = word.slice(1);
    return isLetter(letter) && id ? [{ kind: kinds[letter], id }] : [];
  });
}

function isLetter(letter: string): letter is keyof typeof kinds {
  return Object.hasOwn(kinds, letter);
}
