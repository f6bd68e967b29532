import { CircleCheck, CircleHelp, Equal, type LucideIcon, OctagonX, Replace, Route } from "lucide-react";
import type { Tone } from "@/app/_ui/delivery-state";
import type { DifferenceKind } from "@/flow/replay/compare-outcomes";

interface DifferenceLook {
  readonly word: string;
  /** What it means, under a list of such deliveries. */
  readonly help: string;
  readonly tone: Tone;
  readonly icon: LucideIcon;
}

export const differenceLooks: Readonly<Record<DifferenceKind, DifferenceLook>> = {
  "now-fails": { word: "Fails now", help: "It worked the first time.", tone: "bad", icon: OctagonX },
  "now-works": { word: "Works now", help: "It was given up the first time.", tone: "ok", icon: CircleCheck },
  route: {
    word: "Other route",
    help: "It took another branch, or stopped elsewhere.",
    tone: "run",
    icon: Route,
  },
  output: {
    word: "Other output",
    help: "It published or computed something else.",
    tone: "run",
    icon: Replace,
  },
  unknown: {
    word: "Not known",
    help: "Too little is recorded of the first time: it was trimmed, never came to an end, or was not kept.",
    tone: "off",
    icon: CircleHelp,
  },
  same: { word: "Same", help: "It came to the same.", tone: "off", icon: Equal },
};
