import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EventDraft } from "./event-envelope";
import { type EventRequest, type ParsedRequest, parseRequest } from "./parse-request";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const defaults = {
  source: "https://millrace.test/producers/p1",
  type: "order.placed",
  newId: () => "new-id",
};
const trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

function parse(headers: EventRequest["headers"], body: string | Uint8Array): ParsedRequest {
  return parseRequest({ headers, body: typeof body === "string" ? bytesOf(body) : body }, defaults);
}
function events(headers: EventRequest["headers"], body: string | Uint8Array): readonly EventDraft[] {
  const parsed = parse(headers, body);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.events;
}
function one(headers: EventRequest["headers"], body: string | Uint8Array): EventDraft {
  const [event] = events(headers, body);
  if (event === undefined) throw new Error("no event");
  return event;
}
function refusal(headers: EventRequest["headers"], body: string | Uint8Array): string {
  const parsed = parse(headers, body);
  return parsed.ok ? "accepted" : parsed.message;
}
const json = { "content-type": "application/json" };
const structured = { "content-type": "application/cloudevents+json; charset=utf-8" };
const batch = { "content-type": "Application/CloudEvents-Batch+json" };
const binary = { ...json, "ce-specversion": "1.0", "ce-id": "1", "ce-source": "/s", "ce-type": "t" };
const envelope = '"specversion":"1.0","id":"1","source":"/s","type":"t"';

describe("a plain request", () => {
  it("keeps the very bytes, and takes source and type from its producer", () => {
    const body = '{ "b": 1.0, "a": 12345678901234567890, "a": "\\u0000", "s":"\\ud800" }\n';
    const event = one(json, body);
    expect(textOf(event.data)).toBe(body);
    expect(event).toMatchObject({ id: "new-id", source: defaults.source, type: "order.placed" });
    expect(event.contentType).toBe("application/json");
  });

  it("takes its id from webhook-id, then Idempotency-Key", () => {
    expect(one({ ...json, "idempotency-key": '"k 1"' }, "{}").id).toBe("k 1");
    expect(one({ ...json, "idempotency-key": "k", "webhook-id": "w" }, "{}").id).toBe("w");
    expect(refusal({ ...json, "webhook-id": "" }, "{}")).toContain("webhook-id is empty");
    expect(refusal({ ...json, "webhook-id": "x".repeat(256) }, "{}")).toContain("longer than 255");
  });

  it("takes key, correlation, trace and time from headers", () => {
    const event = one(
      {
        ...json,
        "ce-partitionkey": "c%201",
        "x-correlation-id": "r1",
        traceparent: trace,
        "ce-time": "2027-01-31t13:02:11z",
      },
      "{}",
    );
    expect(event).toMatchObject({
      key: "c 1",
      correlationId: "r1",
      traceParent: trace,
      time: "2027-01-31T13:02:11Z",
    });
  });

  it("reads JSON where curl forgot to say so, and keeps other types verbatim", () => {
    expect(one({ "content-type": "application/x-www-form-urlencoded" }, '{"a":"b&c=d"}').contentType).toBe(
      "application/json",
    );
    expect(one({}, "[1]").contentType).toBe("application/json");
    expect(one({}, Uint8Array.of(0xff, 0)).contentType).toBe("application/octet-stream");
    const xml = Uint8Array.from([0x3c, 0x61, 0xe9, 0x3e]);
    const event = one({ "content-type": "text/xml; charset=iso-8859-1" }, xml);
    expect([...event.data]).toEqual([...xml]);
    expect(event.contentType).toBe("text/xml; charset=iso-8859-1");
  });

  it("refuses what is not JSON and what is empty", () => {
    expect(refusal(json, "{'a':1}")).toContain("This is not JSON");
    expect(refusal(json, Uint8Array.of(0x22, 0xc0, 0xa0, 0x22))).toContain("not UTF-8");
    expect(refusal(json, "")).toContain("no body");
  });

  it("refuses texts that cannot be stored, each with its name", () => {
    expect(refusal({ ...json, "ce-subject": "a%00b" }, "{}")).toContain("control character U+0000");
    expect(refusal({ ...json, "ce-subject": "%C0%A0" }, "{}")).toContain("ce-subject is not UTF-8");
    expect(refusal({ ...json, "ce-time": "10000-01-01T00:00:00Z" }, "{}")).toContain("RFC 3339");
    expect(refusal({ ...json, "ce-foo-bar": "1" }, "{}")).toContain("a–z and 0–9");
  });
});

describe("a form", () => {
  const urlencoded = { "content-type": "application/x-www-form-urlencoded" };

  it("becomes one JSON object, repeated names a list, hostile names harmless", () => {
    const event = one(urlencoded, "name=Ana+M%C3%BCller&tag=a&tag=b&empty&__proto__=x&");
    expect(textOf(event.data)).toBe('{"name":"Ana Müller","tag":["a","b"],"empty":"","__proto__":"x"}');
    expect(event.contentType).toBe("application/json");
    expect(refusal(urlencoded, "a=%ff")).toContain("not UTF-8");
  });

  it("may be multipart, files as base 64 with a harmless name", () => {
    const body = [
      '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nline\r\nline\r\n',
      '--b\r\nContent-Disposition: form-data; name="f"; filename="../../x.txt"\r\nContent-Type: text/plain\r\n\r\nhello\r\n',
      '--b\r\nContent-Disposition: form-data; name="e"\r\n\r\n\r\n--b--\r\n',
    ].join("");
    expect(
      JSON.parse(textOf(one({ "content-type": 'multipart/form-data; boundary="b"' }, body).data)),
    ).toEqual({
      a: "line\r\nline",
      f: { fileName: "x.txt", contentType: "text/plain", base64: "aGVsbG8=" },
      e: "",
    });
    const cut = body.slice(0, -10);
    expect(refusal({ "content-type": "multipart/form-data; boundary=b" }, cut)).toContain("last boundary");
    expect(refusal({ "content-type": "multipart/form-data" }, body)).toContain("needs a boundary");
  });

  it("of any fields can be read back", () => {
    const field = fc.tuple(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }));
    fc.assert(
      fc.property(fc.uniqueArray(field, { selector: ([name]) => name, minLength: 1 }), (pairs) => {
        const body = new URLSearchParams(pairs).toString();
        const data: unknown = JSON.parse(textOf(one(urlencoded, body).data));
        expect(Object.entries(data ?? {}).sort()).toEqual([...pairs].sort());
      }),
    );
  });
});

describe("a binary CloudEvent", () => {
  it("takes its attributes from ce- headers, decoded once", () => {
    const event = one(
      {
        ...binary,
        "ce-subject": '"Euro %E2%82%AC %2520"',
        "ce-myext": "7",
        "ce-causationid": "0",
        "ce-traceparent": trace,
        "ce-tracestate": "a=1",
      },
      '{"a":1}',
    );
    expect(event).toMatchObject({
      id: "1",
      source: "/s",
      type: "t",
      subject: "Euro € %20",
      causationId: "0",
    });
    expect(event.extensions).toEqual({ myext: "7", tracestate: "a=1" });
    expect(event.traceParent).toBe(trace);
    expect(textOf(event.data)).toBe('{"a":1}');
  });

  it("may have no data, which is not null", () => {
    expect(one(binary, "").data.length).toBe(0);
    expect(textOf(one(binary, "null").data)).toBe("null");
  });

  it("is refused with the attribute that is missing or wrong", () => {
    const without = (name: string) => ({ ...binary, [name]: undefined });
    expect(refusal(without("ce-id"), "{}")).toContain("attribute id is missing");
    expect(refusal(without("ce-source"), "{}")).toContain("attribute source is missing");
    expect(refusal(without("ce-type"), "{}")).toContain("attribute type is missing");
    expect(refusal(without("ce-specversion"), "{}")).toContain("specversion is missing");
    expect(refusal({ ...binary, "ce-specversion": "0.3" }, "{}")).toContain('"0.3"; only "1.0"');
    expect(refusal({ ...binary, "ce-datacontenttype": "text/xml" }, "{}")).toContain("must not be there");
    expect(refusal({ ...binary, "ce-source": "a b" }, "{}")).toContain("URI reference");
    expect(refusal({ ...binary, "ce-dataschema": "/relative" }, "{}")).toContain("absolute URI");
    expect(refusal(binary, "{")).toContain("JSON ends too early");
  });

  it("drops a broken trace instead of refusing the event", () => {
    for (const broken of [`${trace}, ${trace}`, trace.toUpperCase(), `${trace}-00`, `ff${trace.slice(2)}`]) {
      const event = one({ ...binary, "ce-traceparent": broken, "ce-tracestate": "a=1" }, "{}");
      expect(event.traceParent).toBeUndefined();
      expect(event.extensions).toBeUndefined();
    }
  });
});

describe("a structured CloudEvent", () => {
  it("keeps the very slice of data", () => {
    const data = '{ "z": 1.0, "a": 1e400, "a": "\\u0000\\ud800", "n": 12345678901234567890 }';
    const event = one(
      structured,
      `{${envelope}, "data" : ${data} , "partitionkey":"k","correlationid":"c","time":null}`,
    );
    expect(textOf(event.data)).toBe(data);
    expect(event).toMatchObject({
      contentType: "application/json",
      key: "k",
      correlationId: "c",
      time: undefined,
    });
  });

  it("keeps any JSON data byte for byte", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom("", " ", "\n\t"), (value, space) => {
        const data = JSON.stringify(value, null, space === "" ? undefined : 2);
        expect(textOf(one(structured, `{${envelope},"data":${space}${data}${space}}`).data)).toBe(data);
      }),
    );
  });

  it("keeps data 64 deep, as a plain request does", () => {
    const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
    expect(refusal(structured, `{${envelope},"data":${nested(64)}}`)).toBe("accepted");
    expect(refusal(structured, `{${envelope},"data":${nested(65)}}`)).toContain("deeper than 64");
    expect(refusal(batch, `[{${envelope},"data":${nested(64)}}]`)).toBe("accepted");
    expect(refusal(batch, `[{${envelope},"data":${nested(65)}}]`)).toContain("deeper than 64");
  });

  it("tells a JSON text from a text of another type, and reads data_base64", () => {
    expect(textOf(one(structured, `{${envelope},"data":"{}"}`).data)).toBe('"{}"');
    const text = `{${envelope},"datacontenttype":"text/plain","data":"a\\n\\u00e9"}`;
    expect(one(structured, text)).toMatchObject({ contentType: "text/plain" });
    expect(textOf(one(structured, text).data)).toBe("a\né");
    const binaryData = `{${envelope},"datacontenttype":"image/png","data_base64":"AP8Q"}`;
    expect([...one(structured, binaryData).data]).toEqual([0, 255, 16]);
    expect(one(structured, `{${envelope}}`).data.length).toBe(0);
    expect(textOf(one(structured, `{${envelope},"data":null}`).data)).toBe("null");
  });

  it("passes extensions on with their type", () => {
    const event = one(structured, `{${envelope},"aint":-2147483648,"abool":true,"atext":"1","anull":null}`);
    expect(event.extensions).toEqual({ aint: -2147483648, abool: true, atext: "1" });
  });

  it("is refused with a sentence", () => {
    const told = (rest: string) => refusal(structured, `{${envelope},${rest}}`);
    expect(told('"data":1,"data_base64":""')).toContain("both data and data_base64");
    expect(told('"id":"2"')).toContain('has "id" twice');
    expect(told('"myExt":"1"')).toContain('"myExt" cannot be an attribute');
    expect(told('"x":1.5')).toContain("whole number of 32 bits");
    expect(told('"x":2147483648')).toContain("whole number of 32 bits");
    expect(told('"x":{}')).toContain("must be a text");
    expect(told('"subject":""')).toContain("subject is empty");
    expect(told('"subject":"\\ud800"')).toContain("half of a character");
    expect(told('"subject":"\\u0000"')).toContain("U+0000");
    expect(told('"subject":"\\uffff"')).toContain("no character");
    expect(told('"time":"2027-02-30T00:00:00Z"')).toContain("RFC 3339");
    expect(told('"data_base64":"*"')).toContain("not base 64");
    expect(refusal(structured, "[]")).toContain("must be a JSON object");
    expect(refusal(structured, '{"specversion":"1.0","id":1,"source":"/s","type":"t"}')).toContain(
      "id must be a text",
    );
    expect(refusal({ "content-type": "application/cloudevents+avro" }, "{}")).toContain("avro");
  });
});

describe("a batch", () => {
  it("gives its events in order, and may be empty", () => {
    const list = [1, 2, 3].map(
      (id) => `{"specversion":"1.0","id":"${id}","source":"/s","type":"t","data":${id}}`,
    );
    expect(events(batch, `[${list.join(" , ")}]`).map(({ id, data }) => [id, textOf(data)])).toEqual([
      ["1", "1"],
      ["2", "2"],
      ["3", "3"],
    ]);
    expect(events(batch, "[]")).toEqual([]);
  });

  it("is refused as a whole, naming the event", () => {
    expect(refusal(batch, `[{${envelope}},{"id":"1"}]`)).toContain(
      "Event 2 of the batch: The attribute specversion",
    );
    expect(refusal(batch, `{${envelope}}`)).toContain("must be a JSON list");
    expect(refusal(batch, `[${Array(1001).fill("{}").join(",")}]`)).toContain("1,001 events");
  });
});

it("answers any bytes under any content type with events or a sentence", () => {
  const types = ["application/json", "application/cloudevents+json", "application/cloudevents-batch+json"];
  const more = ["multipart/form-data; boundary=b", "application/x-www-form-urlencoded", "text/plain"];
  fc.assert(
    fc.property(
      fc.constantFrom(...types, ...more),
      fc.oneof(fc.uint8Array({ maxLength: 80 }), fc.json().map(bytesOf)),
      fc.dictionary(fc.stringMatching(/^ce-[a-z]{1,12}$/), fc.string({ maxLength: 20 })),
      (contentType, body, headers) => {
        const parsed = parse({ ...headers, "content-type": contentType }, body);
        expect(parsed.ok || parsed.message.length > 0).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});
