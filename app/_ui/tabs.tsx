"use client";

import { Tabs as Base } from "@base-ui/react/tabs";
import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "./cn";

export interface TabEntry<T extends string> {
  readonly value: T;
  readonly label: ReactNode;
  /** A quiet figure after the label. */
  readonly count?: ReactNode;
}

interface TabsProps<T extends string> {
  readonly value: T;
  readonly onValueChange: (value: T) => void;
  readonly tabs: readonly TabEntry<T>[];
  /** At the right end of the line of tabs. */
  readonly corner?: ReactNode;
  readonly className?: string;
  /** One `TabPanel` for each tab. */
  readonly children: ReactNode;
}

const tabLook =
  "relative flex h-9 items-center gap-1.5 px-2 text-dense font-medium text-muted transition-colors hover:text-text touch:h-11";

/** Views of one thing on one page. Views with addresses of their own are `TabLinks`. */
export function Tabs<T extends string>({
  value,
  onValueChange,
  tabs,
  corner,
  className,
  children,
}: TabsProps<T>) {
  return (
    <Base.Root
      value={value}
      onValueChange={(next: T) => onValueChange(next)}
      className={cn("flex min-h-0 flex-col", className)}
    >
      <div className="flex items-center gap-2 border-b">
        <Base.List className="relative flex min-w-0 flex-1 gap-2">
          {tabs.map((tab) => (
            <Base.Tab key={tab.value} value={tab.value} className={cn(tabLook, "data-active:text-text")}>
              {tab.label}
              {tab.count === undefined ? null : <span className="text-muted tabular-nums">{tab.count}</span>}
            </Base.Tab>
          ))}
          <Base.Indicator className="absolute -bottom-px left-0 h-0.5 w-(--active-tab-width) translate-x-(--active-tab-left) bg-accent transition-[translate,width] duration-160" />
        </Base.List>
        {corner}
      </div>
      {children}
    </Base.Root>
  );
}

interface TabPanelProps {
  readonly value: string;
  readonly className?: string;
  readonly children: ReactNode;
}

export function TabPanel({ value, className, children }: TabPanelProps) {
  return (
    <Base.Panel value={value} className={cn("min-h-0 outline-none", className)}>
      {children}
    </Base.Panel>
  );
}

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
