"use client";

import { useEffect, useRef, useState } from "react";
import { useLive } from "@/app/_live/live-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { formatPlural } from "@/app/_ui/format";
import { openLive } from "./actions/live-actions";
import { useEditor, useEditorStore } from "./state/editor-context";

/**
 * Says above the drawing what failed and is not repaired yet. A failure that happens while somebody looks opens the list of
 * last events by itself, once.
 */
export function FailureNotice() {
  const store = useEditorStore();
  const consumers = useEditor(({ document }) => document.consumers);
  const live = useLive((snapshot) => snapshot.consumers);
  const [dismissed, setDismissed] = useState(0);
  const failing = consumers.filter(({ id }) => (live.get(id)?.failed ?? 0) > 0);
  const failed = failing.reduce((sum, { id }) => sum + (live.get(id)?.failed ?? 0), 0);
  const only = failing.length === 1 ? failing[0] : undefined;

  const seen = useRef<number>(undefined);
  const hasOpened = useRef(false);
  const isKnown = live.size > 0;
  useEffect(() => {
    if (!isKnown) return;
    const before = seen.current ?? failed;
    seen.current = failed;
    if (failed <= before || hasOpened.current || store.getState().drawer.isOpen) return;
    hasOpened.current = true;
    openLive(store, { status: "failed" });
  }, [failed, isKnown, store]);

  if (failed === 0 || failed <= dismissed) return null;
  return (
    <Banner
      tone="bad"
      flush
      actions={
        <>
          <Button
            size="dense"
            onClick={() => openLive(store, { status: "failed", ...(only && { consumerId: only.id }) })}
          >
            Show
          </Button>
          <Button size="dense" variant="ghost" onClick={() => setDismissed(failed)}>
            Hide
          </Button>
        </>
      }
    >
      {failing.length === 1 ? formatPlural(failed, "event") : formatPlural(failed, "delivery", "deliveries")}{" "}
      failed:{" "}
      {failing
        .slice(0, 3)
        .map(({ name }) => name)
        .join(", ")}
      {failing.length > 3 ? ` and ${failing.length - 3} more` : ""}.
    </Banner>
  );
}
