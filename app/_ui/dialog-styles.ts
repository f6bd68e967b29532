/** The dark veil behind dialogs and sheets. */
export const scrim =
  "fixed inset-0 z-dialog bg-scrim transition-opacity duration-200 data-ending-style:opacity-0 data-ending-style:duration-100 data-starting-style:opacity-0";

/** The box of dialogs and of confirmations. */
export const dialogFrame = [
  "w-full rounded-dialog border border-border on-raised text-text shadow-4 outline-none",
  "transition-[opacity,translate] duration-200",
  "data-starting-style:translate-y-1 data-starting-style:opacity-0",
  "data-ending-style:opacity-0 data-ending-style:duration-100",
].join(" ");

/** Menus, popovers and lists under a box: 160 ms in with 4 px of travel, 100 ms out. */
export const popupFrame = [
  "rounded-card border border-border on-raised text-text shadow-3 outline-none",
  "transition-[opacity,translate] duration-160",
  "data-starting-style:opacity-0 data-starting-style:data-[side=bottom]:-translate-y-1",
  "data-starting-style:data-[side=top]:translate-y-1 data-starting-style:data-[side=right]:-translate-x-1",
  "data-starting-style:data-[side=left]:translate-x-1",
  "data-ending-style:opacity-0 data-ending-style:duration-100 data-instant:transition-none",
].join(" ");
