/** Boxes keep their letters. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input, textarea, select, [role=textbox], [role=combobox]"))
  );
}

/**
 * A dialog, menu or list is open: its keys are its own. Toasts call themselves dialogs, and take no keys; what only
 * fades away takes none any more.
 */
export function isCovered(): boolean {
  return (
    document.querySelector(
      ":is([role=dialog], [role=alertdialog], [role=menu]):not([data-toast], [data-closed])",
    ) !== null
  );
}

/** Whether copy, cut or paste is meant for cards: chosen text stays its own. */
export function isForDrawing({ target }: Event): boolean {
  return !isTyping(target) && !isCovered() && document.getSelection()?.isCollapsed !== false;
}
