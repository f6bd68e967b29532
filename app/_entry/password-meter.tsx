import { cn } from "@/app/_ui/cn";
import { passwordStrength } from "./password-strength";

interface PasswordMeterProps {
  readonly password: string;
  /** Name and e-mail, whose parts make a password weaker. */
  readonly personal?: readonly string[];
}

const marks = ["bg-border-strong", "bg-bad-mark", "bg-wait-mark", "bg-ok-mark", "bg-ok-mark"] as const;

/** Four bars and a sentence. The sentence says it all; the bars only repeat it. */
export function PasswordMeter({ password, personal = [] }: PasswordMeterProps) {
  const { level, sentence } = passwordStrength(password, personal);
  return (
    <span className="flex items-center gap-2">
      <span aria-hidden className="flex shrink-0 gap-0.5">
        {[1, 2, 3, 4].map((bar) => (
          <span key={bar} className={cn("h-1 w-6 rounded-full", bar <= level ? marks[level] : "bg-border")} />
        ))}
      </span>
      <span aria-live="polite">{sentence}</span>
    </span>
  );
}
