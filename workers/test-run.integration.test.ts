import { afterAll, describe, expect, it } from "vitest";
import type { TestRunInput } from "@/flow/test-run/test-run";
import { flowOf } from "@/flow/testing/flow-of";
import { putFlow } from "@/server/flows/put-flow";
import { closeHints } from "@/server/live/hints";
import { getTestRun } from "@/server/test-runs/get-test-run";
import { startTestRun } from "@/server/test-runs/start-test-run";
import { count } from "./testing/engine-fixture";
import { useEngine } from "./testing/use-engine";

describe("a draft on a sample", () => {
  const engine = useEngine("trying", "postgres");
  afterAll(() => closeHints(engine.deps));

  async function tryDraft(flow: string, drawing: string, configs = {}, options: Partial<TestRunInput> = {}) {
    const { deps, actor } = engine;
    const document = flowOf(drawing, configs);
    await putFlow(deps, actor, { flow, document });
    const { draftVersion: version } = await deps.db.flow.findFirstOrThrow({ where: { slug: flow } });
    const sample = { topic: "order.placed", data: { total: 12 } };
    const { id } = await startTestRun(deps, actor, { flow, version, sample, ...options });
    const state = await getTestRun(deps, actor, { id, waitMs: 10_000 });
    if (state.kind !== "done") throw new Error(`The run is ${state.kind}.`);
    return state.result;
  }

  const calling = () => ({
    httprequest: { method: "POST", url: `http://${engine.recorder.host}/orders` },
    counter: { name: "Orders" },
  });

  it("is run by the workers, stores nothing and sends nothing", async () => {
    const { deps } = engine;
    const result = await tryDraft("dry", "web-address > order.placed > counter, http-request", calling());
    expect(result.deliveries).toMatchObject([
      {
        status: "succeeded",
        trace: {
          steps: [
            { outcome: "done", output: { sum: 1 } },
            { note: expect.stringContaining("nothing was sent."), exchanges: [{ method: "POST" }] },
          ],
        },
      },
    ]);
    expect(engine.recorder.calls).toEqual([]);
    expect(
      await count(deps, "SELECT (SELECT count(*) FROM topic) + (SELECT count(*) FROM state_entry) AS n"),
    ).toBe(0);
  });

  it("really sends when it is told to, and the audit says who told it", async () => {
    await tryDraft("wet", "web-address > order.placed > counter, http-request", calling(), {
      reallySend: true,
    });
    expect(engine.recorder.calls).toHaveLength(1);
    expect(
      await engine.deps.db.auditEntry.count({ where: { action: "flow.tried", resource: "Test flow" } }),
    ).toBe(1);
  });

  it("keeps every character of what came and of what the steps made of it", async () => {
    const odd = "a\u0000b\ud800c";
    const { deliveries } = await tryDraft(
      "odd",
      "web-address > order.placed > set-fields",
      { setfields: { fields: [{ field: "copy", value: "{{ data.text }}" }] } },
      { sample: { topic: "order.placed", data: { text: odd } } },
    );
    expect(deliveries).toMatchObject([
      { status: "succeeded", data: { text: odd }, trace: { steps: [{ output: { copy: odd } }] } },
    ]);
  });

  it("refuses a draft that somebody has changed meanwhile", async () => {
    const { deps, actor } = engine;
    await expect(
      startTestRun(deps, actor, { flow: "dry", version: 999, sample: { topic: "a", data: 1 } }),
    ).rejects.toMatchObject({ code: "conflict" });
  });
});
