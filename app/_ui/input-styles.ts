/** The box of every control that takes text or opens a list. */
export const inputBox = [
  "w-full min-w-0 rounded-control border border-border-strong bg-surface text-text",
  "transition-[border-color,box-shadow]",
  // The ring is inside the box model of no one: a shadow moves nothing.
  "focus-visible:border-ring focus-visible:ring-2 focus-visible:ring-ring/30 focus-visible:outline-none",
  "data-invalid:border-bad-mark data-invalid:focus-visible:ring-bad-mark/30",
  "aria-invalid:border-bad-mark aria-invalid:focus-visible:ring-bad-mark/30",
  "data-disabled:cursor-not-allowed data-disabled:border-border data-disabled:bg-sunken data-disabled:text-disabled",
  "disabled:cursor-not-allowed disabled:border-border disabled:bg-sunken disabled:text-disabled",
].join(" ");
