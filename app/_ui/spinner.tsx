import { LoaderCircle } from "lucide-react";
import { cn } from "./cn";
import { Icon } from "./icon";

interface SpinnerProps {
  readonly size?: 12 | 14 | 16 | 20;
  readonly className?: string | undefined;
}

/** Something runs. The word beside it says what. */
export function Spinner({ size = 16, className }: SpinnerProps) {
  return <Icon of={LoaderCircle} size={size} className={cn("animate-spin", className)} />;
}
