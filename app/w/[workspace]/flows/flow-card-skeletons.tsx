import { Skeleton } from "@/app/_ui/skeleton";

/** Six cards on their way. */
export function FlowCardSkeletons() {
  return (
    <div
      role="status"
      aria-label="Loading"
      className="grid grid-cols-[repeat(auto-fill,minmax(18.5rem,1fr))] gap-4"
    >
      {["a", "b", "c", "d", "e", "f"].map((key) => (
        <div key={key} className="flex flex-col gap-3 rounded-card border border-border bg-surface p-3">
          <Skeleton className="h-32 w-full" />
          <Skeleton className="w-2/5" />
          <Skeleton className="w-3/5" />
        </div>
      ))}
    </div>
  );
}
