"use client";

import { Search, X } from "lucide-react";
import type { Ref } from "react";
import { cn } from "./cn";
import { Icon } from "./icon";
import { inputBox } from "./input-styles";

interface SearchInputProps {
  readonly value: string;
  readonly onValueChange: (value: string) => void;
  /** Also its name for screen readers: "Search flows". */
  readonly placeholder: string;
  readonly ref?: Ref<HTMLInputElement>;
  readonly size?: "dense" | "default";
  readonly className?: string;
}

export function SearchInput({
  value,
  onValueChange,
  placeholder,
  ref,
  size = "default",
  className,
}: SearchInputProps) {
  return (
    <div className={cn("relative w-60 max-w-full", className)}>
      <Icon
        of={Search}
        size={14}
        className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-muted"
      />
      <input
        ref={ref}
        type="search"
        value={value}
        onChange={(event) => onValueChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || value === "") return;
          // Empties the box first; a second Esc closes what is around it.
          event.stopPropagation();
          onValueChange("");
        }}
        placeholder={placeholder}
        aria-label={placeholder}
        autoComplete="off"
        spellCheck={false}
        className={cn(
          inputBox,
          "pr-7 pl-8 text-dense [&::-webkit-search-cancel-button]:hidden",
          size === "dense" ? "h-7" : "h-8 touch:h-10",
        )}
      />
      {value === "" ? null : (
        <button
          type="button"
          aria-label="Clear"
          onClick={() => onValueChange("")}
          className="absolute top-1/2 right-1 grid size-6 -translate-y-1/2 place-items-center rounded-chip text-muted hover:text-text"
        >
          <Icon of={X} size={14} />
        </button>
      )}
    </div>
  );
}
