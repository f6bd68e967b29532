import type { Issue } from "../issue";
import { cardTitle, type Rule } from "./rule";

/** A consumer that takes all events one after the other, and yet lets other keys go on while one waits. */
export const parksStrictly: Rule = ({ document }) =>
  document.consumers
    .filter(({ order, failure }) => order.mode === "strict" && failure.whenGivenUp === "park")
    .map(
      (consumer): Issue => ({
        code: "parks-strictly",
        severity: "problem",
        at: { kind: "consumer", id: consumer.id, field: "whenGivenUp" },
        message: `*${cardTitle(consumer, "consumer")}* takes events strictly one after the other, so no key can wait alone. Let it stop or go on when one is given up, or keep the order for each key.`,
      }),
    );
