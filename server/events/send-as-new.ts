import { AppError } from "../app-error";
import { readEvents } from "../log/read";
import { useCase } from "../use-case";
import { storeEvents } from "./accept-request";
import { eventRefSchema } from "./event-row";
import { newEventId } from "./new-event-id";
import { findTarget } from "./send-target";
import { recordSent, sentOutcome } from "./sent-outcome";

/**
 * Sends a stored event once more into its topic: a new fact with an id of its own and the very bytes of the old one,
 * which is named as its cause. Every consumer of the topic gets it, and it is held to the schema of today.
 * @throws AppError `not-found`; `unfit` when the topic refuses what does not fit its schema
 */
export const sendAsNew = useCase("event.send", eventRefSchema, async (deps, actor, { topic, offset }) => {
  const target = await findTarget(deps, actor, { topic });
  const [found] =
    target.topic === undefined ? [] : await readEvents(deps.pool, target.topic.id, offset - 1, 1);
  if (found?.envelope.offset !== offset)
    throw new AppError("not-found", `There is no event ${offset} in ${topic}.`);
  const { envelope, data } = found;
  const { type, subject, contentType, dataSchema, key, correlationId, isTest, extensions } = envelope;
  const id = newEventId();
  const event = {
    ...{ id, source: target.source, type, subject, contentType, dataSchema, data, key, correlationId },
    causationId: envelope.id,
    ...{ isTest, extensions },
  };
  const sent = sentOutcome(
    await storeEvents(deps, target, { mode: "plain", events: [event], freshIds: new Set([id]) }),
  );
  await recordSent(deps, actor, sent, { from: envelope.id, isTest });
  return sent;
});
