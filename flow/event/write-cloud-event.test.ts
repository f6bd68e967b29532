import { describe, expect, it } from "vitest";
import type { EventEnvelope } from "./event-envelope";
import { parseRequest } from "./parse-request";
import { writeCloudEvent } from "./write-cloud-event";

const envelope: EventEnvelope = {
  id: "1",
  source: "/s",
  type: "t",
  time: "2027-01-31T13:02:11.000Z",
  topic: "order.placed",
  offset: 7,
  contentType: "application/json",
  key: "k",
  correlationId: "c",
  hops: 0,
  isTest: false,
  extensions: { myext: 3 },
};
const at = "2027-01-31T13:02:12.000Z";
const bytesOf = (text: string) => new TextEncoder().encode(text);

describe("writeCloudEvent", () => {
  it("writes JSON data as it was received, and can be read back", () => {
    const data = bytesOf('{ "n": 1.00, "n": 12345678901234567890 }');
    const text = writeCloudEvent(envelope, data, at);
    expect(text).toContain(`"data":{ "n": 1.00, "n": 12345678901234567890 }`);
    const headers = { "content-type": "application/cloudevents+json" };
    const read = parseRequest({ headers, body: bytesOf(text) }, { source: "", type: "", newId: () => "" });
    expect(read).toMatchObject({
      ok: true,
      events: [
        { id: "1", source: "/s", type: "t", key: "k", correlationId: "c", data, extensions: { myext: 3 } },
      ],
    });
  });

  it("writes texts, other bytes and nothing", () => {
    const write = (contentType: string, data: Uint8Array): unknown =>
      JSON.parse(writeCloudEvent({ ...envelope, contentType }, data, at));
    expect(write("text/plain", bytesOf('a"b'))).toMatchObject({ data: 'a"b' });
    expect(write("image/png", Uint8Array.of(0, 255))).toMatchObject({ data_base64: "AP8=" });
    expect(write("application/json", bytesOf("{broken"))).toMatchObject({ data_base64: "e2Jyb2tlbg==" });
    expect(write("application/json", new Uint8Array())).not.toHaveProperty("data");
  });
});
