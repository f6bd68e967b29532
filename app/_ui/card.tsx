import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

interface CardProps extends Omit<ComponentProps<"section">, "title"> {
  readonly title?: ReactNode;
  /** At the right of the title. */
  readonly actions?: ReactNode;
  /** Without padding, for tables and lists. */
  readonly flush?: boolean;
}

/** A quiet surface with a border. Cards do not stand in cards. */
export function Card({ title, actions, flush = false, className, children, ...rest }: CardProps) {
  return (
    <section
      {...rest}
      className={cn("overflow-hidden rounded-card border border-border bg-surface shadow-1", className)}
    >
      {title === undefined ? null : (
        <header className={cn("flex min-h-11 items-center gap-2 px-4", flush && "border-b")}>
          <h2 className="min-w-0 flex-1 truncate text-heading">{title}</h2>
          {actions}
        </header>
      )}
      <div className={cn(!flush && "p-4", !flush && title !== undefined && "pt-0")}>{children}</div>
    </section>
  );
}
