import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: ["display", "title", "heading", "body", "dense", "label", "mono"],
      radius: ["chip", "control", "card", "dialog"],
      shadow: ["1", "2", "3", "4"],
      "font-weight": ["book", "strong"],
      ease: ["standard"],
      animate: ["skeleton", "row-in"],
    },
    classGroups: {
      z: [
        {
          z: ["canvas", "card", "dragged", "panel", "sticky", "popover", "dialog", "toast", "tooltip"],
        },
      ],
    },
  },
});

/** Joins class names; of two that set the same thing the later one wins. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
