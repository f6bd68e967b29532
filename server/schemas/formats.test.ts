import { describe, expect, it } from "vitest";
import { runAvroSuite } from "@/bench/conformance/avro";
import { avroValidator, compareAvro, readAvro } from "./avro-schema";
import { protobufValidator, readProtobuf } from "./protobuf-schema";

const record = (fields: readonly object[]) => JSON.stringify({ type: "record", name: "Order", fields });
const failuresOf = (validator: ReturnType<typeof avroValidator>, value: unknown) =>
  validator.check(value).map(({ keyword, pointer }) => `${keyword} ${pointer}`);

describe("Avro", () => {
  it("agrees with Apicurio's cases", () => {
    expect(runAvroSuite()).toEqual({ passed: 4, total: 4 });
  });

  it("checks data in its JSON encoding", () => {
    const schema = readAvro(
      record([
        { name: "id", type: "string" },
        { name: "total", type: "double" },
        { name: "note", type: ["null", "string"], default: null },
      ]),
      [],
    );
    const validator = avroValidator(schema);
    expect(failuresOf(validator, { id: "a", total: 1.5, note: { string: "x" } })).toEqual([]);
    expect(failuresOf(validator, { id: "a", total: "1", note: null })).toEqual(["type /total"]);
    expect(failuresOf(validator, { total: 1, note: null })).toEqual(["required /id"]);
  });

  it("compares by the rules of resolution", () => {
    const of = (type: unknown, more = {}) => readAvro(record([{ name: "a", type, ...more }]), []);
    expect(compareAvro(of("int"), of("long")).isCompatible).toBe(true);
    expect(compareAvro(of("long"), of("int")).isCompatible).toBe(false);
    expect(compareAvro(of("string"), of(["null", "string"])).isCompatible).toBe(true);
    expect(compareAvro(of(["null", "string"]), of("string")).isCompatible).toBe(false);
    const few = { type: "enum", name: "E", symbols: ["A"] };
    const more = { type: "enum", name: "E", symbols: ["A", "B"] };
    expect([
      compareAvro(of(few), of(more)).isCompatible,
      compareAvro(of(more), of(few)).isCompatible,
    ]).toEqual([true, false]);
  });

  it("refuses what is not Avro", () => {
    for (const text of ["{", '{"type":"record"}', '"nothing"', "1"])
      expect(() => readAvro(text, [])).toThrow(/Avro|JSON/);
  });
});

describe("Protobuf", () => {
  const file = `syntax = "proto3"; package shop; import "google/protobuf/timestamp.proto";
    enum State { NEW = 0; PAID = 1; }
    message Order { string id = 1; int64 total_cents = 2; State state = 3; repeated Line lines = 4; map<string, string> tags = 5; google.protobuf.Timestamp at = 6; }
    message Line { string sku = 1; bytes raw = 2; }`;

  it("checks data in its JSON encoding", () => {
    const validator = protobufValidator(readProtobuf(file, new Map()));
    const order = {
      id: "a",
      totalCents: "12",
      state: "PAID",
      lines: [{ sku: "x", raw: "YQ==" }],
      tags: { a: "b" },
      at: "2026-01-01T00:00:00Z",
    };
    expect(failuresOf(validator, order)).toEqual([]);
    expect(
      failuresOf(validator, { ...order, total_cents: 1.5, state: "GONE", lines: [{ sku: 1 }], extra: 1 }),
    ).toEqual(["enum /state", "type /lines/0/sku", "type /total_cents", "additionalProperties /extra"]);
  });

  it("refuses what is not Protobuf, and imports that lead nowhere", () => {
    expect(() => readProtobuf("message {", new Map())).toThrow("not a file of Protobuf");
    expect(() => readProtobuf('syntax="proto3"; import "a.proto"; message M { }', new Map())).toThrow(
      "leads nowhere",
    );
    const other = new Map([["a.proto", 'syntax="proto3"; message A { string x = 1; }']]);
    const validator = protobufValidator(
      readProtobuf('syntax="proto3"; import "a.proto"; message M { A a = 1; }', other),
    );
    expect(failuresOf(validator, { a: { x: 1 } })).toEqual(["type /a/x"]);
  });
});
