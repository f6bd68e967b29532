"use client";

import { ChevronDown, ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Icon } from "@/app/_ui/icon";

interface SectionProps {
  readonly title: string;
  /** Remembers whether it is open, for all cards and steps alike. */
  readonly name: string;
  readonly startsOpen?: boolean;
  readonly children: ReactNode;
}

const storageKey = (name: string) => `millrace.section.${name}`;

/** A part of the inspector that can be folded. */
export function Section({ title, name, startsOpen = false, children }: SectionProps) {
  const [isOpen, setOpen] = useState(() => {
    const stored = globalThis.localStorage?.getItem(storageKey(name));
    return stored === null || stored === undefined ? startsOpen : stored === "open";
  });
  const toggle = () => {
    globalThis.localStorage?.setItem(storageKey(name), isOpen ? "folded" : "open");
    setOpen(!isOpen);
  };
  return (
    <section className="border-t first:border-t-0">
      <h3>
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={toggle}
          className="flex h-10 w-full items-center gap-1.5 px-4 text-left text-dense font-strong hover:bg-hover focus-visible:-outline-offset-2"
        >
          <Icon of={isOpen ? ChevronDown : ChevronRight} size={14} className="-ml-0.5 text-muted" />
          {title}
        </button>
      </h3>
      {isOpen ? <div className="flex flex-col gap-4 px-4 pt-1 pb-5">{children}</div> : null}
    </section>
  );
}
