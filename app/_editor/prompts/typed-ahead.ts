interface TypedAhead {
  readonly text: string;
  /** Enter was pressed after it. */
  readonly isEntered: boolean;
}

const noStop = (): void => undefined;
let held = { text: "", isEntered: false, stop: noStop };

function isBox(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.matches("input, textarea, [role=textbox], [contenteditable]")
  );
}

/**
 * A question was asked and its box is not there yet: what is typed meanwhile is kept for it, and does nothing to the
 * drawing below. Escape takes the question back.
 */
export function holdTypedAhead(onEscape: () => void): void {
  held.stop();
  const onKey = (event: KeyboardEvent) => {
    if (isBox(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      takeTypedAhead();
      onEscape();
    } else if (event.key === "Enter") held.isEntered ||= !event.repeat;
    else if (event.key === "Backspace") held.text = held.text.slice(0, -1);
    else if (event.key.length === 1 && !held.isEntered) held.text += event.key;
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  window.addEventListener("keydown", onKey, true);
  held = { text: "", isEntered: false, stop: () => window.removeEventListener("keydown", onKey, true) };
}

/** What was typed before the box was there; from now on the box has the keyboard. */
export function takeTypedAhead(): TypedAhead {
  const { text, isEntered, stop } = held;
  stop();
  held = { text: "", isEntered: false, stop: noStop };
  return { text, isEntered };
}
