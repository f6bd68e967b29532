import type { Tone } from "./delivery-state";

export const toneText = {
  ok: "text-ok",
  run: "text-run",
  wait: "text-wait",
  bad: "text-bad",
  held: "text-held",
  off: "text-off",
} as const satisfies Record<Tone, string>;

export const toneSoft = {
  ok: "bg-ok-soft",
  run: "bg-run-soft",
  wait: "bg-wait-soft",
  bad: "bg-bad-soft",
  held: "bg-held-soft",
  off: "bg-off-soft",
} as const satisfies Record<Tone, string>;

/** For icons that stand alone. */
export const toneMark = {
  ok: "text-ok-mark",
  run: "text-run-mark",
  wait: "text-wait-mark",
  bad: "text-bad-mark",
  held: "text-held-mark",
  off: "text-off-mark",
} as const satisfies Record<Tone, string>;
