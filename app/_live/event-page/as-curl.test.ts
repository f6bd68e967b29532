import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { asCurl } from "./as-curl";
import type { WholeEvent } from "./envelope";

const event: WholeEvent = {
  topicId: "t",
  topic: "order.placed",
  offset: 1,
  id: "a",
  type: "order.placed",
  source: "https://shop.example",
  key: 'Größe "1"',
  subject: null,
  correlationId: "a",
  causationId: null,
  time: new Date(0),
  receivedAt: new Date(0),
  cursor: "",
  contentType: "application/json",
  isTest: false,
  replayId: null,
  duplicates: 0,
  bytes: 2,
  preview: "",
  text: `{"name":"it's $(id) \`id\`"}`,
  base64: "",
  dataSchema: null,
  hops: 0,
  traceParent: null,
  producerId: null,
  extensions: {},
};

it("gives a shell the payload and the attributes as they are", () => {
  const command = asCurl(event, "https://mill.example");
  const words = execFileSync(
    "bash",
    ["--norc", "-c", `curl() { printf '%s\\n' "$@"; }; uuidgen() { echo new; }; ${command}`],
    {
      encoding: "utf8",
      env: { PATH: "/usr/bin:/bin", NODE_ENV: "test", MILLRACE_API_KEY: "key" },
    },
  ).split("\n");
  expect(words).toContain("https://mill.example/api/v1/topics/order.placed/events");
  expect(words).toContain("ce-partitionkey: Gr%C3%B6%C3%9Fe %221%22");
  expect(words).toContain("authorization: Bearer key");
  expect(words).toContain(event.text);
});
