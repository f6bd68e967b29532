import type { ReactNode } from "react";

/** What a card shows when the drawing is far away: icon and title, 12 px on the screen at any zoom. */
export function CardFar({ tile, title }: { readonly tile: ReactNode; readonly title: string }) {
  return (
    <div className="card-far pointer-events-none items-center gap-1 px-1" aria-hidden>
      {tile}
      <span className="min-w-0 truncate text-label font-strong text-text">{title}</span>
    </div>
  );
}
