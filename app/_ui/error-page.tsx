import { type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { Icon } from "./icon";

interface ErrorPageProps {
  /** In place of the red triangle, where nothing has failed. */
  readonly icon?: LucideIcon;
  readonly title: ReactNode;
  /** What to do now. */
  readonly children: ReactNode;
  /** *Try again* first, then a way out. */
  readonly actions: ReactNode;
  /** What the server's log can be searched for. */
  readonly errorId?: ReactNode;
  /** As high as the window, where nothing stands around it. */
  readonly alone?: boolean;
}

/** What happened, what to do, a way on, and an id to quote. */
export function ErrorPage({ icon, title, children, actions, errorId, alone = false }: ErrorPageProps) {
  const Frame = alone ? "main" : "div";
  return (
    <Frame className={cn("flex flex-1 flex-col items-center px-6 py-12 text-center", alone && "min-h-dvh")}>
      <div className="grow" />
      <Icon
        of={icon ?? TriangleAlert}
        size={20}
        className={icon === undefined ? "text-bad-mark" : "text-muted"}
      />
      <h1 className="mt-3 text-title">{title}</h1>
      <p className="mt-1 max-w-[52ch] text-body text-balance text-text-2">{children}</p>
      <div className="mt-5 flex flex-wrap justify-center gap-2">{actions}</div>
      {errorId === undefined ? null : <div className="mt-5 text-label text-muted">{errorId}</div>}
      <div className="grow-2" />
    </Frame>
  );
}
