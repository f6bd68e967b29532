import { cn } from "./cn";
import { initialsOf } from "./initials";

interface AvatarProps {
  readonly name: string;
  readonly size?: 24 | 32;
  readonly className?: string;
}

const sizes = { 24: "size-6", 32: "size-8" } as const;

/** The initials of a person or of what acts in their place; the name always stands beside it or in a tooltip. */
export function Avatar({ name, size = 24, className }: AvatarProps) {
  return (
    <span
      aria-hidden
      className={cn(
        "grid shrink-0 place-items-center rounded-full border border-border bg-sunken text-label text-text-2 select-none",
        sizes[size],
        className,
      )}
    >
      {initialsOf(name)}
    </span>
  );
}
