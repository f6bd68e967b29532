import type { LucideIcon } from "lucide-react";

/** Something that the editor can do now, as the list of commands shows it. */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  readonly icon: LucideIcon;
  readonly run: () => void;
  readonly shortcut?: string | undefined;
  readonly summary: string;
  readonly synonyms: readonly string[];
}

/** A command as it is written down. */
export type Short = readonly [
  title: string,
  icon: LucideIcon,
  run: () => void,
  more?: { readonly shortcut?: string; readonly synonyms?: readonly string[] },
];

/** The commands of one heading. */
export function commandsIn(group: string, list: readonly Short[]): Command[] {
  return list.map(([title, icon, run, more]) => ({
    id: `${group}:${title}`,
    title,
    group,
    icon,
    run,
    shortcut: more?.shortcut,
    summary: "",
    synonyms: more?.synonyms ?? [],
  }));
}
