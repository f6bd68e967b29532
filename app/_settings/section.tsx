import type { ReactNode } from "react";

interface SectionProps {
  readonly title: string;
  /** One sentence on what this is for. */
  readonly description: ReactNode;
  /** Right: at most one primary button. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** One page of the settings below its tabs. */
export function Section({ title, description, actions, children }: SectionProps) {
  return (
    <section aria-label={title} className="flex min-h-0 flex-1 flex-col gap-4 pt-5">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1">
          <h2 className="text-heading">{title}</h2>
          <p className="max-w-[68ch] text-dense text-muted">{description}</p>
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}
