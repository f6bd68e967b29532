import { popupFrame } from "./dialog-styles";

export const menuFrame = `${popupFrame} max-h-(--available-height) min-w-44 overflow-y-auto p-1`;

/** A row of 28 px in menus and lists; 40 for fingers. */
export const menuRow = [
  "flex min-h-7 w-full cursor-default items-center gap-2 rounded-control px-2 text-dense text-text outline-none select-none",
  "touch:min-h-10",
  "data-highlighted:bg-hover data-popup-open:bg-hover",
  "data-disabled:text-disabled",
].join(" ");
