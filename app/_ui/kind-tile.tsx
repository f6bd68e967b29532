import { Cylinder, ListChecks, LogIn, type LucideIcon } from "lucide-react";
import { cn } from "./cn";
import { Icon } from "./icon";

export type Kind = "producer" | "topic" | "consumer";

const looks = {
  producer: { icon: LogIn, colours: "bg-producer-tile text-producer" },
  topic: { icon: Cylinder, colours: "bg-topic-tile text-topic" },
  consumer: { icon: ListChecks, colours: "bg-consumer-tile text-consumer" },
} as const;

interface KindTileProps {
  readonly kind: Kind;
  /** The icon of the producer's type; see `nodeIcon`. */
  readonly icon?: LucideIcon | undefined;
  /** Only where the kind is not said in words beside it. */
  readonly label?: string;
  readonly className?: string | undefined;
}

/** The 24 px tile, the only place where the colour of a kind appears. */
export function KindTile({ kind, icon, label, className }: KindTileProps) {
  const look = looks[kind];
  return (
    <span className={cn("grid size-6 shrink-0 place-items-center rounded-chip", look.colours, className)}>
      <Icon
        of={icon ?? look.icon}
        // A topic is a log that lies: its cylinder too.
        className={cn(kind === "topic" && icon === undefined && "rotate-90")}
        {...(label === undefined ? {} : { label })}
      />
    </span>
  );
}
