"use client";

import "./form.css";

import type { ReactNode } from "react";
import { useEditor } from "../state/editor-context";

/** A part of a form. For somebody who may only look it is the values alone, without what would change them. */
export function FormPart({ children }: { readonly children: ReactNode }) {
  const isReadOnly = useEditor((state) => state.isReadOnly);
  if (!isReadOnly) return children;
  return (
    <fieldset disabled className="read-only-form flex min-w-0 flex-col gap-4">
      {children}
    </fieldset>
  );
}
