import { cva, type VariantProps } from "class-variance-authority";

/** Shared by buttons and by links that look like buttons. */
export const buttonStyles = cva(
  [
    "relative inline-flex shrink-0 items-center justify-center gap-1.5 rounded-control border border-transparent px-3",
    "text-dense font-strong whitespace-nowrap select-none",
    "transition-[background-color,border-color,color,translate]",
    "active:not-data-disabled:translate-y-px",
    "data-disabled:cursor-not-allowed data-disabled:border-border data-disabled:bg-sunken data-disabled:text-disabled",
    // Fingers get 44 px without the button growing.
    "touch:after:absolute touch:after:-inset-1.5",
  ],
  {
    variants: {
      variant: {
        primary: "bg-accent text-on-accent hover:not-data-disabled:bg-accent-hover",
        secondary: "border-border-strong bg-surface text-text hover:not-data-disabled:bg-hover",
        ghost:
          "text-text hover:not-data-disabled:bg-hover data-popup-open:bg-hover data-disabled:bg-transparent data-disabled:border-transparent",
        danger: "bg-danger text-on-danger hover:not-data-disabled:bg-danger-hover",
      },
      size: {
        dense: "h-7",
        default: "h-8 touch:h-10",
        large: "h-10 text-body",
      },
    },
    defaultVariants: { variant: "secondary", size: "default" },
  },
);

export type ButtonStyle = VariantProps<typeof buttonStyles>;
