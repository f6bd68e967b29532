"use client";

import { lazy, Suspense } from "react";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { formatTime } from "@/app/_ui/format-time";
import type { DraftSaver } from "./state/draft-saver";
import { useEditor } from "./state/editor-context";

// Rare, and it brings a dialog along.
const SaveConflict = lazy(() =>
  import("./save-conflict").then((module) => ({ default: module.SaveConflict })),
);

/** What keeps the draft from being saved, and what to do. */
export function SaveBanner({ saver }: { readonly saver: DraftSaver }) {
  const save = useEditor((state) => state.save);
  switch (save.kind) {
    case "offline":
      return (
        <Banner tone="wait" flush>
          Millrace cannot be reached. Your last change, at {formatTime(save.changedAt, new Date())}, is kept
          in this browser and will be saved when it is back.
        </Banner>
      );
    case "refused":
      return (
        <Banner
          tone="bad"
          flush
          actions={
            <Button size="dense" onClick={() => void saver.flush()}>
              Try again
            </Button>
          }
        >
          The draft could not be saved: {save.reason}
        </Banner>
      );
    case "conflict":
      return (
        <Suspense>
          <SaveConflict saver={saver} />
        </Suspense>
      );
    default:
      return null;
  }
}
