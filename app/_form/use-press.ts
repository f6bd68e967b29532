import { useRef } from "react";

/**
 * Puts off what moves the page until the mouse button or finger is up: a field is left at the moment of the
 * press, and a button that moves then would miss its click.
 */
export function usePress() {
  const isDown = useRef(false);
  const later = useRef<(() => void)[]>([]);

  const onPointerDown = () => {
    isDown.current = true;
    const release = () => {
      isDown.current = false;
      window.removeEventListener("pointerup", release);
      window.removeEventListener("pointercancel", release);
      // The click comes right after this event.
      setTimeout(() => {
        for (const action of later.current.splice(0)) action();
      });
    };
    window.addEventListener("pointerup", release);
    window.addEventListener("pointercancel", release);
  };

  const afterPress = (action: () => void) => {
    if (isDown.current) later.current.push(action);
    else action();
  };

  return { onPointerDown, afterPress };
}
