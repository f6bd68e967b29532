"use client";

import type { ReactNode } from "react";
import { cn } from "./cn";
import { useIsHydrated } from "./use-now";

interface PageProps {
  /** `full` for tables and lists, else at most 1,440 px; `narrow` for settings and forms. */
  readonly width?: "content" | "full" | "narrow";
  /** Exactly as high as the window, for pages whose list scrolls inside. */
  readonly fill?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

const widths = { content: "max-w-360", full: "", narrow: "max-w-180" } as const;

/** The room of a page beside the navigation, with its gutter. While it is marked as asleep, it cannot react yet. */
export function Page({ width = "content", fill = false, className, children }: PageProps) {
  const isAwake = useIsHydrated();
  return (
    <div
      data-asleep={isAwake ? undefined : ""}
      className={cn(
        "mx-auto flex w-full flex-1 flex-col px-4 py-4 md:px-6 md:py-5",
        widths[width],
        // 48 px belong to the bar of the phone.
        fill && "h-[calc(100dvh-3rem)] flex-none overflow-hidden pb-0 md:h-dvh md:pb-0",
        className,
      )}
    >
      {children}
    </div>
  );
}

interface PageTableProps {
  readonly className?: string;
  /** A `DataTable` or a list that scrolls by itself. */
  readonly children: ReactNode;
}

/** The rest of a `fill` page, from edge to edge. */
export function PageTable({ className, children }: PageTableProps) {
  return (
    <div className={cn("-mx-4 flex min-h-0 flex-1 flex-col border-t bg-surface md:-mx-6", className)}>
      {children}
    </div>
  );
}
