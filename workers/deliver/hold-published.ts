import type { PlanStep } from "@/flow/compile/plan";
import type { PublishedEvent } from "@/flow/delivery/checkpoint";
import type { StepRuntime } from "@/flow/delivery/pipeline-outcome";
import { StepFailure } from "@/flow/delivery/step-failure";
import { isJsonObject } from "@/flow/schema/json-text";
import { definitions } from "@/nodes/registry/definitions.gen";
import type { Deps } from "@/server/deps";
import { isDatabaseAway } from "@/server/gateway/database-away";
import { failuresOf, versionAddress } from "@/server/schemas/hold-to-schema";
import type { Validator } from "@/server/schemas/json-validator";
import type { TopicGateRef } from "@/server/schemas/topic-gate";
import { cachedValidator } from "@/server/schemas/validator-cache";

const encoder = new TextEncoder();

/** The topics that steps publish to, by the names that the document uses. */
export function publishedTopics(steps: readonly PlanStep[]): string[] {
  return steps.flatMap(({ type, config, branches }) => {
    const topic = isJsonObject(config) ? definitions.step(type)?.publishes?.topicOf(config) : undefined;
    const inner = branches.flatMap((branch) => publishedTopics(branch.steps));
    return topic === undefined ? inner : [topic, ...inner];
  });
}

interface Held {
  readonly gate: TopicGateRef;
  /** Absent: it cannot be used any more, because what it refers to is gone. */
  readonly validator: Validator | undefined;
}

async function validatorFor(
  deps: Pick<Deps, "db" | "pool" | "log">,
  gate: TopicGateRef,
): Promise<Validator | undefined> {
  try {
    return await cachedValidator(deps, gate.workspaceId, gate.schemaId);
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    deps.log.error({ err: error, schema: gate.schemaId }, "a schema cannot be used");
    return undefined;
  }
}

/**
 * What holds published events against the gates of their topics, given by the topic's name; undefined when there is no
 * gate. Where the topic rejects what does not fit, it throws a `StepFailure`.
 */
export async function holderOf(
  deps: Pick<Deps, "db" | "pool" | "log" | "env">,
  gates: ReadonlyMap<string, TopicGateRef>,
): Promise<StepRuntime["hold"]> {
  if (gates.size === 0) return undefined;
  const held = new Map<string, Held>();
  for (const [topic, gate] of gates) held.set(topic, { gate, validator: await validatorFor(deps, gate) });
  return (event) => {
    const found = held.get(event.topic);
    return found === undefined ? { event } : holdOne(deps.env.MILLRACE_URL, found, event);
  };
}

function holdOne(publicUrl: string, { gate, validator }: Held, event: PublishedEvent) {
  const { subject, version } = gate;
  const named = `version ${version} of the schema "${subject}"`;
  if (validator === undefined)
    throw new StepFailure("schema", `\`${event.topic}\` is held to ${named}, which cannot be used.`, {
      retryable: true,
    });
  const failures = failuresOf(
    validator,
    "application/json",
    encoder.encode(JSON.stringify(event.data ?? null)),
  );
  const [first] = failures;
  const checked = {
    subject,
    version,
    address: versionAddress(publicUrl, subject, version),
    failures: [...failures],
    isQuarantined: first !== undefined && gate.gate === "quarantine",
  };
  if (first === undefined) return { event: { ...event, checked } };
  const reason = `it does not fit ${named}. ${first.message}`;
  if (gate.gate === "reject")
    throw new StepFailure("unfit", `\`${event.topic}\` refuses what is published: ${reason}`, {
      retryable: false,
    });
  const note =
    gate.gate === "warn"
      ? `Sent to \`${event.topic}\` although ${reason}`
      : `Waits in the quarantine of \`${event.topic}\`: ${reason}`;
  return { event: { ...event, checked }, note };
}
