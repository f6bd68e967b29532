"use client";

import { useEffect, useState } from "react";
import { showToast } from "./show-toast";

/** Copies, and is `copied` for 1.5 s after it. Where the browser refuses (plain http), a toast says so. */
export function useCopy(): { readonly copied: boolean; readonly copy: (text: string) => void } {
  const [copiedAt, setCopiedAt] = useState<number>();
  useEffect(() => {
    if (copiedAt === undefined) return;
    const timer = setTimeout(() => setCopiedAt(undefined), 1500);
    return () => clearTimeout(timer);
  }, [copiedAt]);
  const copy = (text: string) => {
    writeText(text).then(
      () => setCopiedAt(Date.now()),
      () =>
        showToast("This browser does not allow copying here. Select the text and copy it by hand.", {
          tone: "bad",
        }),
    );
  };
  return { copied: copiedAt !== undefined, copy };
}

/** The clipboard exists on https and localhost only; on a plain address in the local network the old way still works. */
async function writeText(text: string): Promise<void> {
  if (window.isSecureContext) return navigator.clipboard.writeText(text);
  const box = document.createElement("textarea");
  box.value = text;
  box.setAttribute("readonly", "");
  box.style.position = "fixed";
  box.style.opacity = "0";
  document.body.append(box);
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  if (!done) throw new Error("The browser refused to copy");
}
