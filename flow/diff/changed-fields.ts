import type * as z from "zod";
import { configFields } from "../node/field-hints";
import { isSame } from "./is-same";

type Config = Readonly<Record<string, unknown>>;

/** Labels of the config fields that differ, as a form shows them; a value equal to its default is no difference. */
export function changedFields(before: Config, after: Config, schema: z.ZodType | undefined): string[] {
  const fields = schema === undefined ? [] : configFields(schema);
  const labels = new Map(fields.map(({ name, hints }) => [name, hints.label.replace(/ \(optional\)$/, "")]));
  const defaults = new Map(fields.map(({ name, schema: field }) => [name, field.safeParse(undefined).data]));
  const shownValue = (config: Config, name: string) => config[name] ?? defaults.get(name);
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => !isSame(shownValue(before, name), shownValue(after, name)))
    .map((name) => `*${labels.get(name) ?? name}*`);
}
