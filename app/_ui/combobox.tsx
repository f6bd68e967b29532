"use client";

import { Combobox as Base } from "@base-ui/react/combobox";
import { Check, ChevronDown, Plus, Search } from "lucide-react";
import { type ReactElement, type ReactNode, useState } from "react";
import { cn } from "./cn";
import { popupFrame } from "./dialog-styles";
import { Icon } from "./icon";
import { inputBox } from "./input-styles";
import { type Option, optionMatches } from "./option";
import { OptionFace, optionRow } from "./option-row";

export interface ComboboxProps<T extends string> {
  readonly value: T | undefined;
  readonly onValueChange: (value: T) => void;
  readonly options: readonly Option<T>[];
  readonly placeholder?: string;
  /** What is chosen; not needed inside a `Field`. */
  readonly label?: string;
  readonly mono?: boolean;
  readonly size?: "dense" | "default" | "large";
  readonly disabled?: boolean;
  readonly className?: string;
  /** A button in place of the box, e.g. "Choose a topic" as a link. */
  readonly trigger?: ReactElement;
  readonly searchPlaceholder?: string;
  /** Offers what was typed as a new entry; returns the label ("New topic order.placed") or nothing where it cannot be. */
  readonly createLabel?: (text: string) => ReactNode;
  readonly onCreate?: (text: string) => void;
}

const heights = { dense: "h-7", default: "h-8 touch:h-10", large: "h-10" } as const;
const createValue = "\u0000create";

/** One of a long list, found by typing; Enter takes the first. Can offer to make what was not found. */
export function Combobox<T extends string>(props: ComboboxProps<T>) {
  const {
    value,
    onValueChange,
    options,
    placeholder = "Choose",
    label,
    mono = false,
    size = "default",
  } = props;
  const [query, setQuery] = useState("");
  const text = query.trim();
  const found = options.filter((option) => optionMatches(option, text));
  const isNew = text !== "" && !options.some((option) => option.label === text);
  const created = isNew ? props.createLabel?.(text) : undefined;
  const rows: readonly Option[] = created ? [...found, { value: createValue, label: text }] : found;
  const chosen = options.find((option) => option.value === value);
  const choose = (row: Option | null) => {
    if (row?.value === createValue) props.onCreate?.(text);
    // Comes from `options`, so that its type is known again.
    const option = options.find((candidate) => candidate.value === row?.value);
    if (option !== undefined) onValueChange(option.value);
  };
  return (
    <Base.Root<Option>
      items={rows}
      filteredItems={rows}
      value={chosen ?? null}
      onValueChange={choose}
      isItemEqualToValue={(a, b) => a.value === b.value}
      inputValue={query}
      onInputValueChange={setQuery}
      onOpenChange={(open) => !open && setQuery("")}
      autoHighlight
      disabled={props.disabled ?? false}
    >
      <Base.Trigger
        {...(label === undefined ? {} : { "aria-label": `${label}: ${chosen?.label ?? placeholder}` })}
        {...(props.trigger === undefined
          ? {
              className: cn(
                inputBox,
                "flex items-center gap-2 px-2 text-left",
                heights[size],
                props.className,
              ),
            }
          : { render: props.trigger })}
      >
        {props.trigger === undefined ? (
          <>
            {chosen?.icon === undefined ? null : <Icon of={chosen.icon} className="opacity-80" />}
            <span
              className={cn(
                "min-w-0 flex-1 truncate",
                chosen === undefined ? "text-muted" : mono && "font-mono text-mono",
              )}
            >
              {chosen?.label ?? placeholder}
            </span>
            <Icon of={ChevronDown} className="text-muted" />
          </>
        ) : null}
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner align="start" sideOffset={4} collisionPadding={8} className="z-popover outline-none">
          <Base.Popup
            aria-label={label ?? placeholder}
            className={cn(
              popupFrame,
              "flex max-h-[min(22rem,var(--available-height))] w-(--anchor-width) max-w-100 min-w-60 flex-col",
            )}
          >
            <div className="flex items-center gap-2 border-b pr-2 pl-3">
              <Icon of={Search} size={14} className="text-muted" />
              <Base.Input
                placeholder={props.searchPlaceholder ?? "Search"}
                className="h-9 min-w-0 flex-1 bg-transparent text-dense outline-none"
              />
            </div>
            <Base.Empty className="px-3 py-2 text-dense text-muted empty:hidden">
              {rows.length === 0 ? `Nothing called “${text}”.` : null}
            </Base.Empty>
            <Base.List className="min-h-0 flex-1 scroll-py-1 overflow-y-auto p-1 empty:p-0">
              {(option: Option) => (
                <Base.Item
                  key={option.value}
                  value={option}
                  disabled={option.disabled ?? false}
                  className={optionRow}
                >
                  {option.value === createValue ? (
                    <>
                      <Icon of={Plus} className="text-accent-text" />
                      <span className="min-w-0 flex-1 truncate">{created}</span>
                    </>
                  ) : (
                    <OptionFace option={option} mono={mono} />
                  )}
                  <Base.ItemIndicator className="text-accent-text">
                    <Icon of={Check} />
                  </Base.ItemIndicator>
                </Base.Item>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
