import {
  CircleCheck,
  CircleDashed,
  CircleMinus,
  CircleSlash,
  CircleX,
  ClockAlert,
  Hand,
  LoaderCircle,
  type LucideIcon,
  OctagonX,
  X,
} from "lucide-react";
import type { ShownStatus } from "@/flow/delivery/delivery-status";

/** The colour families of look and feel; each always comes with an icon or a word. */
export type Tone = "ok" | "run" | "wait" | "bad" | "held" | "off";

/** What can be said about a delivery, or about one try of it (`failed`). */
export type ShownState = ShownStatus | "failed";

interface StateLook {
  readonly tone: Tone;
  readonly icon: LucideIcon;
  readonly word: string;
}

export const stateLooks: Readonly<Record<ShownState, StateLook>> = {
  pending: { tone: "off", icon: CircleDashed, word: "Pending" },
  running: { tone: "run", icon: LoaderCircle, word: "Running" },
  retrying: { tone: "wait", icon: ClockAlert, word: "Retrying" },
  held: { tone: "held", icon: Hand, word: "Held" },
  succeeded: { tone: "ok", icon: CircleCheck, word: "Succeeded" },
  filtered: { tone: "off", icon: CircleSlash, word: "Filtered" },
  failed: { tone: "bad", icon: X, word: "Failed" },
  dead: { tone: "bad", icon: OctagonX, word: "Dead" },
  cancelled: { tone: "off", icon: CircleMinus, word: "Cancelled" },
  discarded: { tone: "off", icon: CircleX, word: "Discarded" },
};
