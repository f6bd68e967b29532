/** The 2 px lines that hold the steps of a branch together, one per level of 16 px. */
export function Rails({ depth }: { readonly depth: number }) {
  return Array.from({ length: depth }, (_, level) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: levels are what the index says
    <span key={level} aria-hidden className="relative w-2 shrink-0 self-stretch">
      <span className="absolute inset-y-0 left-[7px] w-0.5 bg-border-strong/50" />
    </span>
  ));
}
