import { CircleCheck, Info, OctagonX, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { Icon } from "./icon";

type BannerTone = "info" | "ok" | "wait" | "bad";

const looks = {
  info: { icon: Info, frame: "bg-run-soft", mark: "text-run" },
  ok: { icon: CircleCheck, frame: "bg-ok-soft", mark: "text-ok" },
  wait: { icon: TriangleAlert, frame: "bg-wait-soft", mark: "text-wait" },
  bad: { icon: OctagonX, frame: "bg-bad-soft", mark: "text-bad" },
} as const;

export interface BannerProps {
  readonly tone?: BannerTone;
  /** What happened, then what to do. */
  readonly children: ReactNode;
  /** At most two dense buttons. */
  readonly actions?: ReactNode;
  /** Full width and without corners, at the top of a page or panel. */
  readonly flush?: boolean;
  readonly className?: string;
}

/** One thing that holds for the whole page, panel or form until it is dealt with. */
export function Banner({ tone = "info", children, actions, flush = false, className }: BannerProps) {
  const look = looks[tone];
  return (
    <div
      role={tone === "bad" ? "alert" : "status"}
      className={cn(
        "flex min-h-9 items-start gap-2 px-3 py-1 text-dense text-text",
        flush ? "px-6" : "rounded-control",
        look.frame,
        className,
      )}
    >
      <Icon of={look.icon} className={cn("my-1.5", look.mark)} />
      <div className="min-w-0 flex-1 py-1 wrap-anywhere">{children}</div>
      {actions === undefined ? null : <div className="flex shrink-0 gap-2">{actions}</div>}
    </div>
  );
}
