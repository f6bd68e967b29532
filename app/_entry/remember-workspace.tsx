"use client";

import { useEffect } from "react";
import { lastWorkspaceCookie } from "./last-workspace";

/** Lets the start page lead back here. */
export function RememberWorkspace({ slug }: { readonly slug: string }) {
  useEffect(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox before 140
    document.cookie = `${lastWorkspaceCookie}=${slug}; Path=/; Max-Age=31536000; SameSite=Lax`;
  }, [slug]);
  return null;
}
