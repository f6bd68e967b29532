import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HttpExchange } from "@/flow/delivery/delivery-trace";
import type { OutsideCall } from "@/flow/delivery/pipeline-outcome";
import type { Actor } from "@/server/auth/actor";
import { createCredential } from "@/server/credentials/create-credential";
import type { CredentialContent } from "@/server/credentials/credential-types";
import { createEgressGuard } from "@/server/egress/egress-guard";
import { useTestDatabase } from "@/server/testing/test-database";
import { makeWorkspace } from "@/server/testing/write-events";
import { createHttpClient, type HttpClient } from "./http";
import { RunnerPool } from "./sandbox/runner-pool";
import { createStepRuntime, type RuntimeOptions } from "./step-runtime";
import { type RecordingServer, recordingServer } from "./testing";

const database = useTestDatabase();
let actor: Actor;
let stranger: Actor;
let server: RecordingServer;
let http: HttpClient;

beforeAll(async () => {
  actor = await makeWorkspace(database.deps, "ours");
  stranger = await makeWorkspace(database.deps, "theirs");
  server = await recordingServer((_request, response) => response.end("ok"));
  http = createHttpClient({ guard: guard(), publicUrl: "http://millrace.example" });
});
afterAll(async () => {
  runners.close();
  await http.close();
  await server.close();
});

const runners = new RunnerPool();
const guard = () => createEgressGuard([`127.0.0.1:${server.port}`]);

function runtime(more: Partial<RuntimeOptions> = {}) {
  return createStepRuntime(
    { deps: database.deps, guard: guard(), http, runners },
    { workspaceId: actor.workspaceId, caller: "test", readState: async () => undefined, ...more },
  );
}

function outsideCall(exchanges: HttpExchange[] = []): OutsideCall {
  return {
    stepId: "step",
    idempotencyKey: randomUUID(),
    timeoutMs: 10_000,
    record: (exchange) => exchanges.push(exchange),
  };
}

const message = { to: "ana@example.com", subject: "Welcome", text: "Hello" };

describe("the runtime of steps", () => {
  it("writes to the demo inbox once per key", async () => {
    const call = outsideCall();
    await runtime().mail(message, call);
    await runtime().mail(message, call);
    const mails = await database.deps.db.demoMail.findMany({ where: { workspaceId: actor.workspaceId } });
    expect((await runtime().mail(message, call)).kept).toMatchObject({
      ...message,
      messageId: expect.any(String),
    });
    expect(mails).toMatchObject([
      { to: "ana@example.com", subject: "Welcome", text: "Hello", sendKey: call.idempotencyKey },
    ]);
  });

  it("fails for a while when the demo inbox is off", async () => {
    const { db } = database.deps;
    const switchTo = (isDemoInboxOn: boolean) =>
      db.workspace.update({ where: { id: actor.workspaceId }, data: { isDemoInboxOn } });
    await switchTo(false);
    await expect(runtime().mail(message, outsideCall())).rejects.toMatchObject({
      code: "demo-inbox-off",
      isRetryable: true,
    });
    await switchTo(true);
    await expect(runtime().mail(message, outsideCall())).resolves.toHaveProperty("messageId");
  });

  it("adds the secret of a credential, in its own workspace only", async () => {
    const content: CredentialContent = {
      type: "bearer",
      public: { hosts: [`127.0.0.1:${server.port}`] },
      secret: { token: "s3cret-token" },
    };
    const { id } = await createCredential(database.deps, actor, { name: "Shop", content });
    const request = { method: "POST", url: server.address, timeoutMs: 10_000, credentialId: id } as const;
    const exchanges: HttpExchange[] = [];
    await runtime().http(request, outsideCall(exchanges));
    expect(server.requests.at(-1)?.headers.authorization).toBe("Bearer s3cret-token");
    expect(JSON.stringify(exchanges)).not.toContain("s3cret-token");

    const foreign = runtime({ workspaceId: stranger.workspaceId }).http(request, outsideCall());
    await expect(foreign).rejects.toMatchObject({ code: "credential", isRetryable: false });
  });

  it("holds back what a draft or a replay would send, and shows it", async () => {
    const before = { requests: server.requests.length, mails: await database.deps.db.demoMail.count() };
    const held = runtime({ mayAct: () => false });
    const exchanges: HttpExchange[] = [];
    const response = await held.http(
      {
        method: "POST",
        url: server.address,
        headers: { authorization: "Bearer x" },
        body: "{}",
        timeoutMs: 10_000,
      },
      outsideCall(exchanges),
    );
    expect(response.isSuppressed).toBe(true);
    expect(exchanges).toEqual([
      {
        method: "POST",
        url: `${server.address}/`,
        requestHeaders: { authorization: "[redacted]" },
        requestBody: "{}",
      },
    ]);
    expect(await held.mail(message, outsideCall())).toMatchObject({ isSuppressed: true, kept: message });
    expect(server.requests).toHaveLength(before.requests);
    expect(await database.deps.db.demoMail.count()).toBe(before.mails);
  });
});
