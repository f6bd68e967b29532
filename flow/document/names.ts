import * as z from "zod";

/** A topic's name, which is also its event type: `order.placed`. */
export const topicNameSchema = z
  .string()
  .min(1, "A topic needs a name.")
  .max(80, "A topic's name has at most 80 characters.")
  .regex(/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/, "Use a–z, 0–9, dots and hyphens, as in order.placed.");

/** Id of a producer, consumer, step or branch: unique in its document, stable for ever. */
export const documentIdSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "Use a–z, 0–9 and hyphens.")
  // Ids are keys of records in many places, and this is the one field that every object has already.
  .refine((id) => id !== "constructor", "`constructor` cannot be an id. Choose another.");

/** A short lower-case name for URLs, from any text: "Order fan-out" becomes `order-fan-out`. */
export function slugOf(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60)
    .replace(/-+$/, "");
}

/** Proposes a topic name for what a person typed: "Order placed" becomes `order.placed`. */
export function topicNameOf(text: string): string {
  return slugOf(text).replace(/-/g, ".");
}

/** What was typed as a topic's name: kept when it is one (`user.signed-up`), else turned into one. */
export function asTopicName(typed: string): string {
  const trimmed = typed.trim();
  return topicNameSchema.safeParse(trimmed).success ? trimmed : topicNameOf(trimmed);
}

/** The first of `base`, `base-2`, `base-3`, … that is not taken. */
export function freeName(base: string, taken: ReadonlySet<string>): string {
  if (!taken.has(base)) return base;
  let number = 2;
  while (taken.has(`${base}-${number}`)) number += 1;
  return `${base}-${number}`;
}
