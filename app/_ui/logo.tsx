import { cn } from "./cn";

/** The mark: three streams that fall together into one race. */
export function LogoMark({ className }: { readonly className?: string }) {
  return (
    <svg viewBox="0 0 20 20" fill="none" aria-hidden="true" className={cn("size-5 text-accent", className)}>
      <rect width="20" height="20" rx="5" fill="currentColor" />
      <path
        d="M4 5.5h3.2c2.6 0 3.4 4.5 6 4.5H16M4 10h12M4 14.5h3.2c2.6 0 3.4-4.5 6-4.5"
        className="stroke-on-accent"
        strokeWidth="1.6"
        strokeLinecap="round"
      />
    </svg>
  );
}
