"use client";

import { useMutation } from "@tanstack/react-query";
import { useRefusal } from "@/app/_flows/use-refusal";
import { useLive } from "@/app/_live/live-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { formatPlural } from "@/app/_ui/format";
import { Sentence } from "@/app/_ui/sentence";
import { TextLink } from "@/app/_ui/text-link";
import { useBackend } from "../deploy/use-deployment";
import { useEditor } from "../state/editor-context";

/** Says what waits behind a dead letter, all of a consumer or some keys, and where to repair it. */
export function HeldBanner({ consumerId }: { readonly consumerId: string }) {
  const { api } = useBackend();
  const workspace = useEditor((state) => state.workspace);
  const stop = useLive(({ consumers }) => consumers.get(consumerId)?.stop);
  const parked = useLive(({ consumers }) => consumers.get(consumerId)?.parked ?? 0);
  const mayNot = useRefusal(workspace, "flow.pause");
  const goOn = useMutation({ mutationFn: () => api.resumeConsumer(consumerId) });
  const letters = <TextLink href={`/w/${workspace}/problems`}>Problems</TextLink>;
  if (stop !== undefined) {
    return (
      <Banner tone="bad" className="m-4">
        <p>
          Stopped at{" "}
          <TextLink href={`/w/${workspace}/events/${encodeURIComponent(stop.topic)}/${stop.offset}`}>
            {stop.topic} {stop.offset}
          </TextLink>
          {stop.others > 0 ? ` and ${formatPlural(stop.others, "other event")}` : ""}, which was given up:{" "}
          <Sentence>{stop.message ?? "no reason was given."}</Sentence> Redrive or discard it in {letters},
          and it goes on by itself.
        </p>
        <Button
          size="dense"
          className="mt-2"
          disabled={mayNot}
          busy={goOn.isPending}
          onClick={() => goOn.mutate()}
        >
          Go on without it
        </Button>
      </Banner>
    );
  }
  if (parked === 0) return null;
  return (
    <Banner tone="wait" className="m-4">
      {formatPlural(parked, "event")} {parked === 1 ? "waits" : "wait"} behind a dead letter of the same key.
      Redrive or discard it in {letters}, and they follow in order.
    </Banner>
  );
}
