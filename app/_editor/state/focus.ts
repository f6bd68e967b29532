/**
 * Gives the keyboard to the element of the editor with this `data-key`: as soon as what was just decided is drawn,
 * before the next key arrives. What closes meanwhile may let the focus fall: then once more with the next frame.
 */
export function focusElement(key: string): void {
  focusSoon(() => elementWith(key));
  requestAnimationFrame(() => {
    if (!elementWith(key)) focusWhenDrawn(key);
  });
}

/** The element of the editor with this `data-key`. */
export function elementWith(key: string): HTMLElement | SVGElement | null {
  return document.querySelector<HTMLElement | SVGElement>(`[data-key="${CSS.escape(key)}"]`);
}

/** The name of the flow, ready to be typed over. */
export function focusFlowName(): void {
  focusSoon(() => {
    const box = document.querySelector<HTMLInputElement>("[data-flow-name]");
    box?.select();
    return box;
  });
}

/** As `focusElement`, for an element that is looked for when the time has come. */
export function focusSoon(find: () => HTMLElement | SVGElement | null | undefined): void {
  const give = () => find()?.focus({ preventScroll: true });
  queueMicrotask(give);
  requestAnimationFrame(() => {
    if (document.activeElement === null || document.activeElement === document.body) give();
  });
}

let waiting: AbortController | undefined;

/** Gives the keyboard to an element that may be far off: it is drawn when the window has come to it. */
export function focusWhenDrawn(key: string): void {
  waiting?.abort();
  const found = elementWith(key);
  if (found) {
    found.focus({ preventScroll: true });
    return;
  }
  const done = new AbortController();
  waiting = done;
  const observer = new MutationObserver(() => {
    const element = elementWith(key);
    if (!element) return;
    done.abort();
    element.focus({ preventScroll: true });
  });
  done.signal.addEventListener("abort", () => observer.disconnect());
  // Whoever presses something else meanwhile wants to be there.
  for (const press of ["pointerdown", "keydown"]) {
    globalThis.addEventListener(press, () => done.abort(), { signal: done.signal, capture: true });
  }
  observer.observe(document.body, { childList: true, subtree: true });
}
