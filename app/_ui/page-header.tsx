import type { ReactNode } from "react";

interface PageHeaderProps {
  readonly title: ReactNode;
  /** One sentence, only where the title does not say it. */
  readonly description?: ReactNode;
  /** Beside the title: a pill, a count. */
  readonly mark?: ReactNode;
  /** Right: at most one of them primary. */
  readonly actions?: ReactNode;
}

/** The top of a page, with its one title. */
export function PageHeader({ title, description, mark, actions }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-start gap-x-4 gap-y-2 pb-4">
      <div className="flex min-h-8 min-w-0 items-center gap-2 max-md:flex-auto md:flex-1">
        <h1 className="truncate text-title">{title}</h1>
        {mark}
      </div>
      {actions === undefined ? null : (
        <div className="flex flex-wrap items-center gap-2 max-md:order-last">{actions}</div>
      )}
      {description === undefined ? null : (
        <div className="-mt-1 w-full">
          <p className="max-w-[68ch] text-body text-muted">{description}</p>
        </div>
      )}
    </header>
  );
}
