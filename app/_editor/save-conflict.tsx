"use client";

import { useState } from "react";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogCancel } from "@/app/_ui/dialog";
import { formatTime } from "@/app/_ui/format-time";
import { MarkedText } from "@/app/_ui/marked-text";
import { countedChanges, diffFlows } from "@/flow/diff/diff-flows";
import type { DraftSaver } from "./state/draft-saver";
import { useEditor } from "./state/editor-context";

/** Somebody else saved meanwhile: compare, keep one's own, or take theirs. */
export function SaveConflict({ saver }: { readonly saver: DraftSaver }) {
  const save = useEditor((state) => state.save);
  const document = useEditor((state) => state.document);
  const nodes = useEditor((state) => state.nodes);
  const [isComparing, setComparing] = useState(false);
  if (save.kind !== "conflict") return null;
  const { theirs, version, by, at } = save;
  const keepMine = () => void saver.keepMine(version);
  const takeTheirs = () => saver.takeTheirs(theirs, version, at);
  return (
    <>
      <Banner
        tone="wait"
        flush
        actions={
          <>
            <Button size="dense" onClick={() => setComparing(true)}>
              Compare
            </Button>
            <Button size="dense" onClick={keepMine}>
              Keep mine
            </Button>
            <Button size="dense" onClick={takeTheirs}>
              Take {by}’s
            </Button>
          </>
        }
      >
        {by} changed this flow at {formatTime(at, new Date())}. Your version differs.
      </Banner>
      <Dialog
        open={isComparing}
        onOpenChange={setComparing}
        title={`What you have and ${by} has not`}
        footer={<DialogCancel>Close</DialogCancel>}
      >
        <ul className="flex max-h-80 flex-col gap-1 overflow-y-auto text-dense">
          {countedChanges(diffFlows(theirs, document, nodes)).map((change) => (
            <li key={`${change.kind} ${change.message}`}>
              <MarkedText>{change.message}</MarkedText>
            </li>
          ))}
        </ul>
      </Dialog>
    </>
  );
}
