"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "./cn";

const tabLook =
  "relative flex h-9 items-center gap-1.5 px-2 text-dense font-medium text-muted transition-colors hover:text-text touch:h-11";

interface TabLinksProps {
  readonly label: string;
  readonly tabs: readonly { readonly href: string; readonly label: ReactNode; readonly count?: ReactNode }[];
  /** The `href` that is shown. */
  readonly current: string | undefined;
}

/** Pages side by side that look like tabs. */
export function TabLinks({ label, tabs, current }: TabLinksProps) {
  return (
    <nav aria-label={label} className="flex gap-2 overflow-x-auto border-b">
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          // On narrow windows the row scrolls: the open page must be in sight.
          ref={(link) => {
            if (tab.href === current) link?.scrollIntoView({ block: "nearest", inline: "nearest" });
          }}
          aria-current={tab.href === current ? "page" : undefined}
          className={cn(
            tabLook,
            "whitespace-nowrap aria-[current=page]:text-text",
            "after:absolute after:inset-x-0 after:bottom-0 after:h-0.5 aria-[current=page]:after:bg-accent",
          )}
        >
          {tab.label}
          {tab.count === undefined ? null : <span className="text-muted tabular-nums">{tab.count}</span>}
        </Link>
      ))}
    </nav>
  );
}
