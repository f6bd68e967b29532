import { describe, expect, it } from "vitest";
import { runStep } from "@/flow/testing/run-step";
import { definition } from "./definition";
import { execute } from "./execute";

const data = { name: "Ana", total: 10 };
const publish = (config: Record<string, unknown>) =>
  runStep(definition, execute, { config: { topic: "order.paid", ...config }, data });

describe("Publish", () => {
  it("sends the event as it is, with its key", async () => {
    const { published } = await publish({});
    expect(published).toMatchObject([{ topic: "order.paid", data, key: "ana", stepId: "step" }]);
  });

  it("sends only the named fields, under another key and subject", async () => {
    const { published } = await publish({
      content: "fields",
      fields: [
        { field: "customer.name", value: "{{ data.name }}" },
        { field: "phone", value: "{{ data.phone }}" },
      ],
      key: "{{ data.total }}",
      subject: "order {{ data.total }}",
    });
    expect(published).toMatchObject([
      { data: { customer: { name: "Ana" } }, key: "10", subject: "order 10" },
    ]);
  });

  it("needs a topic", async () => {
    expect(await publish({ topic: undefined })).toMatchObject({
      failure: { code: "settings", isRetryable: false },
    });
    expect(definition.row({})).toBe("Publish");
    expect(definition.row({ topic: "order.paid" })).toBe("Publish order.paid");
    expect(definition.publishes?.withTopic({ topic: "a", key: "k" }, undefined)).toEqual({ key: "k" });
  });
});
