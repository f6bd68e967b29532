import { expect, it } from "vitest";
import { flowOf } from "../testing/flow-of";
import { testNodes } from "../testing/test-nodes";
import { isDeployable, validateFlow } from "./validate-flow";

const issuesWith = (to: string) =>
  validateFlow(flowOf("source > order.placed > mail", { mail: { to } }), testNodes);

it("warns of an address inside a private network, without keeping the flow from running", () => {
  const issues = issuesWith("http://192.168.1.5:8080/orders");
  expect(issues).toEqual([
    {
      code: "private-address",
      severity: "warning",
      at: { kind: "step", id: "mail", field: "to" },
      message:
        "*Send e-mail* calls `192.168.1.5:8080` inside a private network, which flows may not reach. Unless an administrator opened it with EGRESS_ALLOW=192.168.1.5:8080, every try fails.",
    },
  ]);
  expect(isDeployable(issues)).toBe(true);
});

it("looks behind a name before the host, and at the port of the scheme", () => {
  expect(issuesWith("https://me:secret@localhost/x")[0]?.message).toContain("`localhost:443`");
});

it.each(["https://shop.example/orders", "/demo/orders", "https://{{ data.host }}/", "ana@example.com"])(
  "says nothing about %s",
  (to) => expect(issuesWith(to)).toEqual([]),
);
