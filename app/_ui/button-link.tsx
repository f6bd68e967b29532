import type { LucideIcon } from "lucide-react";
import Link from "next/link";
import type { ComponentProps } from "react";
import { type ButtonStyle, buttonStyles } from "./button-styles";
import { cn } from "./cn";
import { Icon } from "./icon";

interface ButtonLinkProps extends ComponentProps<typeof Link>, ButtonStyle {
  readonly icon?: LucideIcon | undefined;
}

/** Looks like a button and goes somewhere; what acts is a `Button`. */
export function ButtonLink({ icon, variant, size, className, children, ...rest }: ButtonLinkProps) {
  return (
    <Link {...rest} className={cn(buttonStyles({ variant, size }), className)}>
      {icon === undefined ? null : <Icon of={icon} />}
      {children}
    </Link>
  );
}
