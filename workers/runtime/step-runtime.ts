import type { OutsideCall, StepRuntime } from "@/flow/delivery/pipeline-outcome";
import { StepFailure } from "@/flow/delivery/step-failure";
import { AppError } from "@/server/app-error";
import type { CredentialContent } from "@/server/credentials/credential-types";
import { openCredential } from "@/server/credentials/open-credential";
import type { Deps } from "@/server/deps";
import type { EgressGuard } from "@/server/egress/egress-guard";
import { writeDemoMail } from "./demo-inbox";
import type { HttpClient } from "./http";
import { keptMail } from "./kept-mail";
import { createRedactor, secretHeaderValues } from "./redact";
import { requestAddress } from "./request-address";
import { runCode } from "./sandbox/run-code";
import type { RunnerPool } from "./sandbox/runner-pool";
import { sendBySmtp } from "./smtp";

/** What all deliveries of a workers process share. */
export interface RuntimeParts {
  readonly deps: Pick<Deps, "db" | "env" | "pool">;
  readonly guard: EgressGuard;
  readonly http: HttpClient;
  /** Where code of flows runs. */
  readonly runners: RunnerPool;
}

export interface RuntimeOptions {
  readonly workspaceId: string;
  /** Who calls out: a subscription, or the tests of a workspace. */
  readonly caller: string;
  /** The state as the batch sees it. */
  readonly readState: StepRuntime["readState"];
  /** Which steps may act on the outside world; absent: all. Drafts and replays hold them back. */
  readonly mayAct?: (stepId: string) => boolean;
  /** What published events are held against; absent: nothing. */
  readonly hold?: StepRuntime["hold"];
}

/** Makes the outside world of one delivery or one batch. */
export function createStepRuntime(parts: RuntimeParts, options: RuntimeOptions): StepRuntime {
  const { deps, guard, http, runners } = parts;
  const { workspaceId, caller, readState, hold, mayAct = () => true } = options;
  const open = (credentialId: string) => openForStep(deps, workspaceId, credentialId);

  return {
    elapsedMs: () => performance.now(),
    readState,
    hold,
    runCode: (job, call) => runCode(runners, workspaceId, job, call),
    async http(request, call) {
      if (!mayAct(call.stepId)) {
        recordUnsent(request, call, deps.env.MILLRACE_URL);
        return { status: 0, headers: {}, body: "", isSuppressed: true };
      }
      const credential = request.credentialId ? await open(request.credentialId) : undefined;
      return http.request(request, { ...call, caller, credential });
    },
    async mail(message, call) {
      if (!mayAct(call.stepId)) return { messageId: "", isSuppressed: true, kept: keptMail(message, []) };
      if (!message.credentialId) {
        const shown = await writeDemoMail(deps.pool, workspaceId, message, call.idempotencyKey);
        return { ...shown, kept: { ...keptMail(message, []), messageId: shown.messageId } };
      }
      const credential = await open(message.credentialId);
      if (credential.type !== "smtp") {
        throw new StepFailure("credential", "The chosen credential is not for a mail server.", {
          retryable: false,
        });
      }
      const sent = await sendBySmtp(guard, credential, message, call);
      const kept = keptMail(message, Object.values(credential.secret));
      return { ...sent, kept: { ...kept, messageId: sent.messageId } };
    },
  };
}

function recordUnsent(
  request: Parameters<StepRuntime["http"]>[0],
  call: OutsideCall,
  publicUrl: string,
): void {
  const redactor = createRedactor(secretHeaderValues(request.headers ?? {}));
  call.record({
    method: request.method,
    url: redactor.url(requestAddress(request.url, publicUrl).url),
    requestHeaders: redactor.headers(request.headers ?? {}),
    ...(request.body === undefined ? {} : { requestBody: redactor.text(request.body).slice(0, 4000) }),
  });
}

async function openForStep(
  deps: Pick<Deps, "db" | "env">,
  workspaceId: string,
  credentialId: string,
): Promise<CredentialContent> {
  try {
    return await openCredential(deps, workspaceId, credentialId);
  } catch (error) {
    if (error instanceof AppError) throw new StepFailure("credential", error.message, { retryable: false });
    throw error;
  }
}
