import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { Icon } from "./icon";

export interface EmptyStateProps {
  readonly icon: LucideIcon;
  /** One sentence on what is not here, or what will be: "No flows yet. A flow says what happens when …". */
  readonly children: ReactNode;
  /** One or two buttons, the first one primary. */
  readonly actions?: ReactNode;
  readonly className?: string;
}

/** Stands at a third of the height of what it fills. */
export function EmptyState({ icon, children, actions, className }: EmptyStateProps) {
  return (
    <div className={cn("flex min-h-60 flex-1 flex-col items-center px-6 text-center", className)}>
      <div className="grow" />
      <Icon of={icon} size={20} className="text-muted" />
      <p className="mt-3 max-w-[44ch] text-body text-balance text-text-2">{children}</p>
      {actions === undefined ? null : (
        <div className="mt-4 flex flex-wrap justify-center gap-2">{actions}</div>
      )}
      <div className="grow-2" />
    </div>
  );
}
