/** Gives the keyboard to the element of the editor with this `data-key`, once it is drawn. */
export function focusElement(key: string): void {
  requestAnimationFrame(() => {
    document
      .querySelector<HTMLElement | SVGElement>(`[data-key="${CSS.escape(key)}"]`)
      ?.focus({ preventScroll: true });
  });
}
