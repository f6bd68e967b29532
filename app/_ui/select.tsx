"use client";

import { Select as Base } from "@base-ui/react/select";
import { Check, ChevronDown } from "lucide-react";
import { cn } from "./cn";
import { Combobox } from "./combobox";
import { popupFrame } from "./dialog-styles";
import { Icon } from "./icon";
import { inputBox } from "./input-styles";
import type { Option } from "./option";
import { OptionFace, optionRow } from "./option-row";

export interface SelectProps<T extends string> {
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
}

const heights = { dense: "h-7", default: "h-8 touch:h-10", large: "h-10" } as const;

/** One of a list; beyond eight entries the list gets a search box. */
export function Select<T extends string>(props: SelectProps<T>) {
  if (props.options.length > 8) return <Combobox {...props} />;
  const {
    value,
    onValueChange,
    options,
    placeholder = "Choose",
    label,
    mono = false,
    size = "default",
  } = props;
  const chosen = options.find((option) => option.value === value);
  return (
    <Base.Root<T>
      value={value ?? null}
      onValueChange={(next) => next !== null && onValueChange(next)}
      items={options}
      disabled={props.disabled ?? false}
    >
      <Base.Trigger
        {...(label === undefined ? {} : { "aria-label": label })}
        className={cn(
          inputBox,
          "flex items-center gap-2 pr-2 pl-2 text-left",
          heights[size],
          props.className,
        )}
      >
        {chosen?.icon === undefined ? null : <Icon of={chosen.icon} className="opacity-80" />}
        <Base.Value
          placeholder={placeholder}
          className={cn(
            "min-w-0 flex-1 truncate data-placeholder:text-muted",
            mono && chosen !== undefined && "font-mono text-mono",
          )}
        />
        <Base.Icon render={<Icon of={ChevronDown} className="text-muted" />} />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner
          alignItemWithTrigger={false}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="z-popover outline-none"
        >
          <Base.Popup
            className={cn(
              popupFrame,
              "max-h-(--available-height) max-w-100 min-w-(--anchor-width) overflow-y-auto p-1",
            )}
          >
            {options.map((option) => (
              <Base.Item
                key={option.value}
                value={option.value}
                label={option.label}
                disabled={option.disabled ?? false}
                className={optionRow}
              >
                {/* The text alone is copied into the closed box. */}
                <Base.ItemText className="flex min-w-0 flex-1 items-center gap-2">
                  <OptionFace option={option} mono={mono} />
                </Base.ItemText>
                <Base.ItemIndicator className="text-accent-text">
                  <Icon of={Check} />
                </Base.ItemIndicator>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
