import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { DialogCancel } from "@/app/_ui/dialog";
import { Field } from "@/app/_ui/field";
import { Sentence } from "@/app/_ui/sentence";
import { Sheet } from "@/app/_ui/sheet";
import { SkeletonRows } from "@/app/_ui/skeleton";
import { Textarea } from "@/app/_ui/textarea";
import { useRelease } from "./use-release";

interface FixEventSheetProps {
  readonly workspace: string;
  readonly id: string;
  readonly onClose: () => void;
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch (error) {
    // Then it is shown as it was sent.
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

/** One event with its payload, to be put right and released; what still does not fit says why and stays. */
export function FixEventSheet({ workspace, id, onClose }: FixEventSheetProps) {
  const trpc = useTRPC();
  const event = useQuery({
    ...trpc.quarantine.get.queryOptions({ workspace, id }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [typed, setTyped] = useState<string>();
  const release = useRelease(workspace, onClose);
  const text = typed ?? (event.data?.text == null ? "" : pretty(event.data.text));
  const left = release.data?.left[0];
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title="Fix and release"
      description={
        event.data === undefined ? undefined : `For ${event.data.topic}, event ${event.data.eventId}`
      }
      footer={
        <>
          <DialogCancel />
          <Button
            variant="primary"
            busy={release.isPending}
            busyLabel="Releasing…"
            disabled={event.data === undefined && "It is still being read."}
            onClick={() =>
              release.mutate({ choice: { ids: [id] }, ...(typed === undefined ? {} : { data: typed }) })
            }
          >
            Release event
          </Button>
        </>
      }
    >
      {event.error === null ? null : <Banner tone="bad">{errorSentence(event.error)}</Banner>}
      {event.isPending ? <SkeletonRows /> : null}
      {event.data === undefined ? null : (
        <>
          <ul aria-label="What does not fit" className="flex flex-col gap-1 text-dense">
            {event.data.failures.map(({ pointer, keyword, message }) => (
              <li key={`${keyword} ${pointer}`}>
                <Sentence>{message}</Sentence>{" "}
                <span className="font-mono text-mono text-muted">{pointer}</span>
              </li>
            ))}
          </ul>
          {event.data.text === null ? (
            <Banner tone="wait">The payload is no text. It can be released as it is, or discarded.</Banner>
          ) : (
            <Field label="Payload">
              <Textarea
                mono
                rows={14}
                spellCheck={false}
                value={text}
                onChange={(change) => setTyped(change.currentTarget.value)}
              />
            </Field>
          )}
          {left === undefined ? null : (
            <Banner tone="bad">
              It still does not fit: <Sentence>{left}</Sentence>
            </Banner>
          )}
          {release.error === null ? null : <Banner tone="bad">{errorSentence(release.error)}</Banner>}
        </>
      )}
    </Sheet>
  );
}
