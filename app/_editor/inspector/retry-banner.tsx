"use client";

import { useLive } from "@/app/_live/live-context";
import { Banner } from "@/app/_ui/banner";
import { Sentence } from "@/app/_ui/sentence";
import { Time } from "@/app/_ui/time";
import { useEditor } from "../state/editor-context";

interface RetryBannerProps {
  readonly consumerId: string;
  /** Only what failed at this step; absent: at any. */
  readonly stepId?: string;
}

/** Says why events of a consumer are tried again, and when the next of them is. */
export function RetryBanner({ consumerId, stepId }: RetryBannerProps) {
  const retry = useLive(({ consumers }) => consumers.get(consumerId)?.nextRetry);
  const isHeld = useLive(({ consumers }) => (consumers.get(consumerId)?.breaker ?? null) !== null);
  const attempts = useEditor(
    ({ deployed }) => deployed?.consumers.find(({ id }) => id === consumerId)?.failure.attempts,
  );
  if (retry === undefined || isHeld || (stepId !== undefined && retry.stepId !== stepId)) return null;
  const of = attempts === undefined ? "" : ` of ${attempts}`;
  return (
    <Banner tone="wait" className="m-4">
      {retry.dueAt === null ? (
        "Tried again now"
      ) : (
        <>
          Waits until <Time at={retry.dueAt} />
        </>
      )}
      : <Sentence>{retry.message ?? "it failed."}</Sentence> (attempt {retry.attempts + 1}
      {of})
    </Banner>
  );
}
