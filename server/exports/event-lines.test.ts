import { describe, expect, it } from "vitest";
import type { StoredEvent } from "../log/read";
import { csvCell, exportHead, exportLine } from "./event-lines";

function event(data: string | Uint8Array, contentType = "application/json"): StoredEvent {
  return {
    envelope: {
      id: "1",
      source: "/shop",
      type: "orders",
      time: "2026-11-21T10:00:00.000Z",
      topic: "orders",
      offset: 7,
      contentType,
      correlationId: "1",
      hops: 0,
      isTest: false,
      extensions: {},
    },
    data: typeof data === "string" ? new TextEncoder().encode(data) : data,
    receivedAt: new Date("2026-11-21T10:00:01Z"),
  };
}

describe("exportLine", () => {
  it("writes JSON as the very text that came, in one line", () => {
    const line = exportLine("ndjson", event('{"n":1.50,"n":12345678901234567890}'));
    expect(line).toContain('"data":{"n":1.50,"n":12345678901234567890}');
    expect(line.trimEnd()).not.toContain("\n");
    expect(JSON.parse(line)).toMatchObject({ topicname: "orders", topicoffset: 7, id: "1" });
  });

  it("keeps every byte of a payload with line breaks, and of one that is no text", () => {
    for (const data of [new TextEncoder().encode('{\r\n "a": 1\n}'), Uint8Array.from([0xff, 0x0a, 0])]) {
      const line = exportLine("ndjson", event(data));
      expect(line.slice(0, -1)).not.toMatch(/[\r\n]/);
      expect([...Buffer.from(JSON.parse(line).data_base64, "base64")]).toEqual([...data]);
    }
  });

  it("writes a table with as many cells as its head", () => {
    expect(exportHead("csv").split(",")).toHaveLength(14);
    expect(exportLine("csv", event('{"a":1}'))).toBe(
      'orders,7,2026-11-21T10:00:01.000Z,1,orders,/shop,,,2026-11-21T10:00:00.000Z,1,,no,application/json,"{""a"":1}"\r\n',
    );
  });
});

it.each([
  ["=1+1", "'=1+1"],
  ["+1", "'+1"],
  ["-1", "'-1"],
  ["@sum", "'@sum"],
  ["\tx", '"\'\tx"'],
  ["\rx", '"\'\rx"'],
  ["\uff1dSUM(1)", "'\uff1dSUM(1)"],
  // Where semicolons, tabs or line ends set cells apart, this would begin one.
  ["x;=HYPERLINK(1)", '"x;\'=HYPERLINK(1)"'],
  ["x\t +1", '"x\t \'+1"'],
  ["x\n@a", '"x\n\'@a"'],
  ["a=1", "a=1"],
  ["", ""],
  ['say "hi"', '"say ""hi"""'],
  ["a,b", '"a,b"'],
])("makes a text of what a spreadsheet would take for a formula: %j", (text, cell) => {
  expect(csvCell(text)).toBe(cell);
});
