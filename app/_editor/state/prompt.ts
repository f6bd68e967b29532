import type { Point } from "@/flow/graph/placement";
import type { StepPlace } from "@/flow/graph/step-tree";

/** Where a popover opens: beside an element that carries this `data-key`, or at a point of the screen. */
export type Anchor = { readonly key: string } | { readonly x: number; readonly y: number };

/** Where a picked step goes. */
export type StepTarget =
  | { readonly kind: "place"; readonly place: StepPlace }
  /** The first step of a new consumer of a topic; `position` on the canvas when it was pointed at. */
  | { readonly kind: "new-consumer"; readonly topic: string; readonly position?: Point | undefined }
  /** A new consumer that nothing leads to yet. */
  | { readonly kind: "loose-consumer"; readonly position?: Point | undefined };

/** Where a wire with an answer to "What happened?" or "Which topic?" begins. */
export type TopicAsker =
  | { readonly kind: "producer"; readonly id: string }
  | { readonly kind: "consumer"; readonly id: string }
  | { readonly kind: "step"; readonly id: string };

/** A question that the editor asks in place, never in a dialog of its own. */
export type Prompt =
  | { readonly kind: "pick-step"; readonly target: StepTarget; readonly anchor: Anchor }
  | {
      readonly kind: "name-topic";
      readonly asker: TopicAsker | undefined;
      /** The consumer that the new topic leads to as well. */
      readonly consumerId?: string | undefined;
      readonly position?: Point | undefined;
      readonly anchor: Anchor;
    }
  | { readonly kind: "quick-add"; readonly anchor: Anchor; readonly position?: Point | undefined }
  | { readonly kind: "connect-to"; readonly from: string; readonly anchor: Anchor }
  | { readonly kind: "insert"; readonly wireId: string; readonly anchor: Anchor }
  | {
      readonly kind: "any-or-all";
      readonly topic: string;
      readonly consumerId: string;
      readonly anchor: Anchor;
    }
  /** Any command by its name; a card, row or topic by its name. */
  | { readonly kind: "commands" | "find"; readonly anchor: Anchor }
  | { readonly kind: "rename-topic"; readonly topic: string; readonly anchor: Anchor };

/** A card that is not there yet: the next question, drawn where its answer will stand. */
export type Ghost =
  | { readonly kind: "what-happened"; readonly producerId: string }
  /** `isQuiet`: it is there again, and leaves the keyboard where it is. */
  | { readonly kind: "who-reacts"; readonly topic: string; readonly isQuiet?: boolean };
