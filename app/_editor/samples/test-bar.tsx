"use client";

import { Send } from "lucide-react";
import { lazy, Suspense } from "react";
import { Button } from "@/app/_ui/button";
import { cn } from "@/app/_ui/cn";
import { Switch } from "@/app/_ui/switch";
import { useEditor, useEditorStore } from "../state/editor-context";

const SendDialog = lazy(() => import("./send-dialog").then((module) => ({ default: module.SendDialog })));

/** In the line of the drawer's tabs: whether the next run acts outside, and the way to send a real event. */
export function TestBar() {
  const store = useEditorStore();
  const isSending = useEditor((state) => state.isSendOpen);
  const isReallySending = useEditor((state) => state.isReallySending);
  const isEmpty = useEditor(({ document }) => document.topics.length === 0);
  return (
    <div className="flex min-w-0 flex-1 items-center gap-3 pl-3 text-dense">
      <Switch checked={isReallySending} onCheckedChange={(isOn) => store.setState({ isReallySending: isOn })}>
        Really send
      </Switch>
      <span className={cn("min-w-0 flex-1 truncate", isReallySending ? "text-wait" : "text-muted")}>
        {isReallySending
          ? "Steps that act outside will do so, in the next run only."
          : "A run stores nothing and sends nothing outside."}
      </span>
      <Button
        size="dense"
        icon={Send}
        disabled={isEmpty ? "Add a producer and a topic first." : false}
        onClick={() => store.setState({ isSendOpen: true })}
      >
        Send event…
      </Button>
      {isSending ? (
        <Suspense>
          <SendDialog onClose={() => store.setState({ isSendOpen: false })} />
        </Suspense>
      ) : null}
    </div>
  );
}
