"use client";

import { Braces, Calendar, CircleHelp, Hash, List, type LucideIcon, ToggleLeft, Type } from "lucide-react";
import type { KnownField } from "@/flow/graph/fields";
import type { FieldInfo } from "@/flow/node/step-definition";
import { type PickItem, PickList } from "../prompts/pick-list";

export const fieldIcons: Readonly<Record<FieldInfo["type"], LucideIcon>> = {
  text: Type,
  number: Hash,
  "yes-no": ToggleLeft,
  date: Calendar,
  list: List,
  object: Braces,
  unknown: CircleHelp,
};

function sampleText(sample: unknown): string | undefined {
  if (sample === undefined || sample === null) return undefined;
  const text = typeof sample === "string" ? sample : JSON.stringify(sample);
  return text.length > 24 ? `${text.slice(0, 24)}…` : text;
}

function groupOf(field: KnownField): string {
  if (field.origin === "result") return `Result of ${field.stepName ?? "a step"}`;
  return field.origin === "event" ? "About the event" : "Event";
}

function itemOf(field: KnownField): PickItem {
  const only = field.onlyIn === undefined ? "" : ` · only in ${field.onlyIn.join(", ")}`;
  return {
    id: field.path,
    title: field.title,
    detail: `${field.path.replace(/^data\./, "")}${only}`,
    icon: fieldIcons[field.type],
    group: groupOf(field),
    mark: sampleText(field.sample),
  };
}

interface FieldPickerProps {
  readonly fields: readonly KnownField[];
  readonly onPick: (path: string) => void;
  readonly onCancel: () => void;
}

/** The fields that exist at a place, each with its value on the sample. A path that is not known yet can be typed. */
export function FieldPicker({ fields, onPick, onCancel }: FieldPickerProps) {
  const find = (query: string): PickItem[] => {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    const found = fields.filter((field) => {
      const text = `${field.title} ${field.path} ${field.stepName ?? ""}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
    const typed = query.trim();
    const isName = /^[A-Za-z_][\w.[\]]*$/.test(typed);
    const isKnown = found.some(({ path }) => path === typed || path === `data.${typed}`);
    const other: PickItem[] =
      isName && !isKnown
        ? [
            {
              id: typed.includes(".") && /^(data|event|steps)\./.test(typed) ? typed : `data.${typed}`,
              title: typed,
              detail: "A field that is not in the sample",
              icon: CircleHelp,
              group: "Other field",
            },
          ]
        : [];
    return [...found.map(itemOf), ...other];
  };
  return (
    <PickList
      className="max-h-80"
      placeholder="Find a field"
      find={find}
      onPick={(path) => onPick(path)}
      onCancel={onCancel}
      empty={() => "No field is known here yet. Type its name, or send an event first."}
    />
  );
}
