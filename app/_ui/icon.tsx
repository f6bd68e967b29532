import type { LucideIcon } from "lucide-react";
import { cn } from "./cn";

interface IconProps {
  readonly of: LucideIcon;
  /** 16 everywhere; 12 in pills, 20 in empty states, 14 beside dense text. */
  readonly size?: 12 | 14 | 16 | 20;
  readonly className?: string | undefined;
  /** Only for icons that stand alone; beside a word the icon is decoration. */
  readonly label?: string;
}

/** A lucide icon in the one stroke width of the product. */
export function Icon({ of: Glyph, size = 16, className, label }: IconProps) {
  return (
    <Glyph
      size={size}
      strokeWidth={size === 12 ? 2 : 1.75}
      className={cn("shrink-0", className)}
      {...(label === undefined ? { "aria-hidden": true } : { role: "img", "aria-label": label })}
    />
  );
}
