"use client";

import type { ReactNode } from "react";
import { LogoMark } from "@/app/_ui/logo";
import { useIsHydrated } from "@/app/_ui/use-now";

interface EntryFrameProps {
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  /** A quiet sentence below everything. */
  readonly foot?: ReactNode;
}

/**
 * The pages before one is inside: one column of 360 px at a third of the height. While it is marked as asleep, it cannot
 * react yet.
 */
export function EntryFrame({ title, description, children, foot }: EntryFrameProps) {
  const isAwake = useIsHydrated();
  return (
    <main
      data-asleep={isAwake ? undefined : ""}
      className="flex min-h-dvh flex-col items-center bg-bg px-4 py-8"
    >
      <div className="grow" />
      <div className="flex w-full max-w-90 flex-col">
        <LogoMark className="size-8" />
        <h1 className="mt-5 text-display">{title}</h1>
        {description === undefined ? null : <p className="mt-1 text-body text-text-2">{description}</p>}
        {children === undefined ? null : <div className="mt-6">{children}</div>}
        {foot === undefined ? null : <p className="mt-6 text-label font-normal text-muted">{foot}</p>}
      </div>
      <div className="grow-2" />
    </main>
  );
}
