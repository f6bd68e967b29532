import { cn } from "./cn";

/** A bar in place of text that is on its way. The size comes from `className`, as in `h-3 w-40`. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <div aria-hidden className={cn("h-3 animate-skeleton rounded-chip bg-border", className)} />;
}

const widths = ["w-2/5", "w-3/5", "w-1/2", "w-2/3", "w-2/5", "w-1/2", "w-3/5", "w-1/3"] as const;

/** Eight rows of a table on its way; unseen for the first 150 ms. */
export function SkeletonRows({ comfortable = false }: { readonly comfortable?: boolean }) {
  return (
    <div role="status" aria-label="Loading">
      {widths.map((width, row) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows are drawn once and never move
          key={row}
          className={cn("flex items-center gap-3 border-b px-3", comfortable ? "h-10" : "h-8")}
        >
          <Skeleton className="size-4 rounded-full" />
          <Skeleton className={width} />
          <Skeleton className="ml-auto w-16" />
        </div>
      ))}
    </div>
  );
}
