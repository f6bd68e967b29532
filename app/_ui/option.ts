import type { LucideIcon } from "lucide-react";

/** One line of a `Select` or `Combobox`. */
export interface Option<T extends string = string> {
  readonly value: T;
  /** What is shown and searched. */
  readonly label: string;
  /** A second, quieter line. */
  readonly detail?: string | undefined;
  readonly icon?: LucideIcon | undefined;
  readonly disabled?: boolean | undefined;
  /** Further words that find it. */
  readonly keywords?: readonly string[] | undefined;
}

/** Every word must occur in label, value, detail or keywords. */
export function optionMatches(option: Option, query: string): boolean {
  const text = [option.label, option.value, option.detail ?? "", ...(option.keywords ?? [])]
    .join("\n")
    .toLocaleLowerCase();
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => text.includes(word));
}
