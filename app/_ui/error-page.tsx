import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Icon } from "./icon";

interface ErrorPageProps {
  readonly title: ReactNode;
  /** What to do now. */
  readonly children: ReactNode;
  /** *Try again* first, then a way out. */
  readonly actions: ReactNode;
  /** What the server's log can be searched for. */
  readonly errorId?: ReactNode;
}

/** What happened, what to do, a way on, and an id to quote. */
export function ErrorPage({ title, children, actions, errorId }: ErrorPageProps) {
  return (
    <main className="flex min-h-[inherit] flex-1 flex-col items-center px-6 py-12 text-center">
      <div className="grow" />
      <Icon of={TriangleAlert} size={20} className="text-bad-mark" />
      <h1 className="mt-3 text-title">{title}</h1>
      <p className="mt-1 max-w-[52ch] text-body text-balance text-text-2">{children}</p>
      <div className="mt-5 flex flex-wrap justify-center gap-2">{actions}</div>
      {errorId === undefined ? null : <div className="mt-5 text-label text-muted">{errorId}</div>}
      <div className="grow-2" />
    </main>
  );
}
