/**
 * Gives the keyboard to the element of the editor with this `data-key`: as soon as what was just decided is drawn,
 * before the next key arrives. What closes meanwhile may let the focus fall: then once more with the next frame.
 */
export function focusElement(key: string): void {
  focusSoon(() => document.querySelector<HTMLElement | SVGElement>(`[data-key="${CSS.escape(key)}"]`));
}

/** As `focusElement`, for an element that is looked for when the time has come. */
export function focusSoon(find: () => HTMLElement | SVGElement | null | undefined): void {
  const give = () => find()?.focus({ preventScroll: true });
  queueMicrotask(give);
  requestAnimationFrame(() => {
    if (document.activeElement === null || document.activeElement === document.body) give();
  });
}
