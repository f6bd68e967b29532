import type { ReactNode } from "react";
import { cn } from "./cn";

interface DefinitionListProps {
  readonly items: readonly { readonly term: string; readonly value: ReactNode }[];
  readonly className?: string;
}

/** Names at the left in `muted`, values at the right: an envelope, the facts of a deployment. */
export function DefinitionList({ items, className }: DefinitionListProps) {
  return (
    <dl className={cn("grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2 text-dense", className)}>
      {items.map((item) => (
        <div key={item.term} className="contents">
          <dt className="text-muted">{item.term}</dt>
          <dd className="min-w-0 wrap-anywhere">{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
