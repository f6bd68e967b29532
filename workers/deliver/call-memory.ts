import type { StepRuntime } from "@/flow/delivery/pipeline-outcome";

function createAnswers<Answer>() {
  const answers = new Map<string, Promise<Answer>>();
  return (key: string, call: () => Promise<Answer>): Promise<Answer> => {
    const known = answers.get(key);
    if (known) return known;
    const asking = call();
    answers.set(key, asking);
    // What has failed may be tried again.
    asking.catch(() => answers.delete(key));
    return asking;
  };
}

/**
 * Remembers what the outside has answered, by idempotency key, for as long as a batch is worked on: when an event is run
 * again because somebody else has changed its state, its calls are not made again.
 */
export function createCallMemory(): (runtime: StepRuntime) => StepRuntime {
  const http = createAnswers<Awaited<ReturnType<StepRuntime["http"]>>>();
  const mail = createAnswers<Awaited<ReturnType<StepRuntime["mail"]>>>();
  return (runtime) => ({
    ...runtime,
    http: (request, call) => http(call.idempotencyKey, () => runtime.http(request, call)),
    mail: (message, call) => mail(call.idempotencyKey, () => runtime.mail(message, call)),
  });
}
