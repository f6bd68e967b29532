"use client";

import { Cable, Plus, Trash2 } from "lucide-react";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { Icon } from "@/app/_ui/icon";
import { MarkedText } from "@/app/_ui/marked-text";
import { TextButton } from "@/app/_ui/text-link";
import { endsOf } from "@/flow/graph/wires";
import { cardName, removeWireById } from "../actions/change-actions";
import { insertOnWire } from "../actions/insert-actions";
import { openLive } from "../actions/live-actions";
import { openIssue } from "../actions/problem-actions";
import { wireIssue, wiresIn } from "../state/derived";
import { useEditor, useEditorStore } from "../state/editor-context";
import { InspectorHead } from "./inspector-head";

/** What a wire joins, and what can be done with it. */
export function WireInspector({ id }: { readonly id: string }) {
  const store = useEditorStore();
  const wire = useEditor((state) => wiresIn(state).find((other) => other.id === id));
  const issue = useEditor((state) => wireIssue(state, id));
  if (!wire) return null;
  const { from, to } = endsOf(wire);
  return (
    <>
      <InspectorHead icon={<Icon of={Cable} className="text-text-2" />} name="Wire" placeholder="" />
      <div className="flex flex-col gap-4 p-4">
        <p className="text-dense text-text-2">
          From <strong className="font-strong text-text">{cardName(store, from)}</strong> to{" "}
          <strong className="font-strong text-text">{cardName(store, to)}</strong>.
          {wire.kind === "publish"
            ? " Sent when all steps have worked. If one fails, nothing is sent."
            : null}
        </p>
        {issue === undefined ? null : (
          <Banner tone={issue.severity === "warning" ? "wait" : "bad"}>
            <MarkedText>{issue.message}</MarkedText>{" "}
            <TextButton onClick={() => openIssue(store, issue)}>Show where</TextButton>
          </Banner>
        )}
        <div className="flex flex-wrap gap-2">
          <Button size="dense" onClick={() => openLive(store, { topic: wire.topic })}>
            Show events
          </Button>
          <Button size="dense" icon={Plus} onClick={() => insertOnWire(store, id, { key: `wire:${id}` })}>
            Insert…
          </Button>
          <Button size="dense" icon={Trash2} onClick={() => removeWireById(store, id)}>
            Remove wire
          </Button>
        </div>
      </div>
    </>
  );
}
