"use client";

import { CircleHelp, History, Pin, Send, SquarePen, StepForward } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useRefusal } from "@/app/_flows/use-refusal";
import { Button } from "@/app/_ui/button";
import { ButtonLink } from "@/app/_ui/button-link";
import { Card } from "@/app/_ui/card";
import type { DeliveryChip } from "@/server/events/event-row";
import { ReplayDialog } from "../replays/replay-dialog";
import { whyHref } from "../why/why-href";
import { asCloudEvent } from "./as-cloud-event";
import { asCurl } from "./as-curl";
import { CopyAction, rowAction } from "./copy-action";
import type { WholeEvent } from "./envelope";
import { OpenInEditor } from "./open-in-editor";
import { RepairActions } from "./repair-actions";
import { replayFromHref } from "./replay-from-href";
import { SaveSampleDialog } from "./save-sample-dialog";
import { SendAgainSheet } from "./send-again-sheet";
import { SendAsNewDialog } from "./send-as-new-dialog";

interface EventActionsProps {
  readonly workspace: string;
  readonly event: WholeEvent;
  /** Of the live run. */
  readonly chips: readonly DeliveryChip[];
  /** The consumer that is looked at. */
  readonly selected: DeliveryChip | undefined;
}

type Asking = "replay" | "send-as-new" | "edit-and-send" | "save-sample";

/** What can be done with an event. */
export function EventActions({ workspace, event, chips, selected }: EventActionsProps) {
  const [asking, setAsking] = useState<Asking>();
  const mayReplay = useRefusal(workspace, "replay.run");
  const maySend = useRefusal(workspace, "event.send");
  const mayEdit = useRefusal(workspace, "flow.edit");
  const close = () => setAsking(undefined);
  const noText = event.text === null && "The payload is not text.";
  return (
    <Card title="Actions" flush>
      <RepairActions workspace={workspace} chips={chips} />
      <Group>
        <ButtonLink {...rowAction} icon={CircleHelp} href={whyHref(workspace, event.id)}>
          Ask why
        </ButtonLink>
        <Button {...rowAction} icon={History} disabled={mayReplay} onClick={() => setAsking("replay")}>
          Replay…
        </Button>
        {mayReplay === false ? (
          <ButtonLink
            {...rowAction}
            icon={StepForward}
            href={replayFromHref(workspace, event, selected ?? chips[0])}
          >
            Replay from here…
          </ButtonLink>
        ) : (
          <Button {...rowAction} icon={StepForward} disabled={mayReplay}>
            Replay from here…
          </Button>
        )}
      </Group>
      <Group>
        <Button {...rowAction} icon={Send} disabled={maySend} onClick={() => setAsking("send-as-new")}>
          Send as new…
        </Button>
        <Button
          {...rowAction}
          icon={SquarePen}
          disabled={maySend || noText}
          onClick={() => setAsking("edit-and-send")}
        >
          Edit and send…
        </Button>
      </Group>
      <Group>
        <Button
          {...rowAction}
          icon={Pin}
          disabled={mayEdit || noText}
          onClick={() => setAsking("save-sample")}
        >
          Save as sample…
        </Button>
        <OpenInEditor workspace={workspace} event={event} chips={chips} />
      </Group>
      <Group>
        <CopyAction text={() => asCloudEvent(event)}>Copy as CloudEvent</CopyAction>
        <CopyAction text={() => asCurl(event, window.location.origin)}>Copy as curl</CopyAction>
      </Group>
      {asking === "edit-and-send" ? (
        <SendAgainSheet workspace={workspace} event={event} onClose={close} />
      ) : null}
      {asking === "send-as-new" ? (
        <SendAsNewDialog workspace={workspace} event={event} consumers={chips.length} onClose={close} />
      ) : null}
      {asking === "save-sample" ? (
        <SaveSampleDialog workspace={workspace} event={event} onClose={close} />
      ) : null}
      <ReplayDialog
        workspace={workspace}
        name={`${event.topic} ${event.offset}`}
        what="1 event"
        parts={[{ topic: event.topic, offsets: [event.offset] }]}
        chosen={
          selected === undefined ? undefined : { flow: selected.flowSlug, consumerId: selected.consumerId }
        }
        open={asking === "replay"}
        onOpenChange={(isOpen) => !isOpen && close()}
      />
    </Card>
  );
}

/** Actions of one kind, behind a line. */
function Group({ children }: { readonly children: ReactNode }) {
  return <div className="flex flex-col border-b p-1 last:border-b-0">{children}</div>;
}
