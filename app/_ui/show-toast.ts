import { Toast } from "@base-ui/react/toast";
import { CircleCheck, Info, OctagonX, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

export const toastManager = Toast.createToastManager();

export const toastLooks = {
  ok: { icon: CircleCheck, className: "text-ok-mark" },
  info: { icon: Info, className: "text-muted" },
  wait: { icon: TriangleAlert, className: "text-wait-mark" },
  bad: { icon: OctagonX, className: "text-bad-mark" },
} as const;

export interface ToastOptions {
  readonly tone?: keyof typeof toastLooks;
  /** At most one, mostly Undo. */
  readonly action?: { readonly label: string; readonly onAction: () => void };
  /** Two toasts of one id are one: the newer replaces the older. */
  readonly id?: string;
}

/**
 * Says one sentence at the bottom right: 5 s, 10 s with an action, errors until they are closed. An error must
 * stand somewhere else too. Can be called from anywhere in the browser.
 */
export function showToast(sentence: ReactNode, { tone = "ok", action, id }: ToastOptions = {}): string {
  const close = () => toastManager.close(shown);
  const shown = toastManager.add({
    title: sentence,
    type: tone,
    priority: tone === "bad" ? "high" : "low",
    timeout: tone === "bad" ? 0 : action === undefined ? 5000 : 10_000,
    ...(id === undefined ? {} : { id }),
    ...(action === undefined
      ? {}
      : {
          actionProps: {
            children: action.label,
            onClick: () => {
              action.onAction();
              close();
            },
          },
        }),
  });
  return shown;
}

/** Takes away what is no longer true; one that is gone already stays gone. */
export function closeToast(id: string): void {
  toastManager.close(id);
}
