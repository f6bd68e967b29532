import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import dynamicIconImports from "lucide-react/dynamicIconImports";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { configFields } from "@/flow/node/field-hints";
import { type FieldInfo, stepGroups } from "@/flow/node/step-definition";
import { definitions } from "./registry/definitions.gen";
import { executors } from "./registry/executors.gen";

const here = import.meta.dirname;

function foldersOf(kind: "steps" | "producers"): string[] {
  return readdirSync(join(here, kind), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("_"))
    .map((entry) => entry.name);
}

/** Configs that nobody would write and every definition must survive: drafts can hold anything. */
const oddConfigs: readonly Record<string, unknown>[] = [
  {},
  { condition: null, fields: "x", topic: 5, url: [], rule: {}, inputs: {}, name: {}, mode: 1, content: null },
  {
    condition: { match: "all", rows: [] },
    fields: [{}],
    url: "  ",
    name: "",
    rule: { kind: "cron", cron: "x" },
  },
];
const fields: readonly FieldInfo[] = [
  { path: "data.total", title: "Total", type: "number", sample: 120.5 },
  { path: "data.name", title: "Name", type: "text", sample: "Ana" },
  { path: "data.contact.email", title: "E-mail", type: "text", sample: "ana@example.com" },
];

function checkWords(definition: {
  title: string;
  summary: string;
  synonyms: readonly string[];
  icon: string;
}) {
  expect(definition.title).toMatch(/^[A-Z][^.!]{1,30}$/);
  expect(definition.summary).toMatch(/^[A-Z].{10,90}\.$/);
  expect(definition.synonyms.length).toBeGreaterThan(2);
  expect(Object.keys(dynamicIconImports)).toContain(definition.icon);
}

function checkHelp(folder: string, title: string) {
  const file = join(folder, "help.md");
  expect(existsSync(file)).toBe(true);
  const help = readFileSync(file, "utf8");
  expect(help).toMatch(new RegExp(`^# ${title}\n`));
  expect(help.length).toBeGreaterThan(200);
}

/** Every field of the form has hints, and what is hidden hangs on a field that exists. */
function checkForm(config: z.ZodType) {
  if (!(config instanceof z.ZodObject)) throw new Error("a config is a z.strictObject");
  const shown = configFields(config);
  expect(shown.map(({ name }) => name)).toEqual(Object.keys(config.shape));
  for (const { schema, hints } of shown) {
    expect(hints.label).toMatch(/^[A-Z]/);
    if (hints.visibleWhen) expect(Object.keys(config.shape)).toContain(hints.visibleWhen.field);
    const mayBeAbsent = schema.safeParse(undefined).success;
    const isPlainRequired = !mayBeAbsent && !(schema instanceof z.ZodEnum);
    if (isPlainRequired) expect(hints.needs ?? "").toMatch(/^needs /);
  }
}

/** A stored config is parsed again by every part that reads it, so parsing must not change it any more. */
function checkStable(config: z.ZodType, value: unknown) {
  const once = config.parse(value);
  expect(config.parse(JSON.parse(JSON.stringify(once)))).toEqual(once);
}

/** Every version of a config's format keeps an example that must open for ever. */
function checkFixtures(folder: string, { config, version }: { config: z.ZodType; version: number }) {
  for (let number = 1; number <= version; number += 1) {
    const saved: unknown = JSON.parse(readFileSync(join(folder, "fixtures", `v${number}.json`), "utf8"));
    expect(() => checkStable(config, saved)).not.toThrow();
  }
}

it("the registry has what the folders have", () => {
  expect(definitions.steps.map(({ type }) => type).sort()).toEqual(foldersOf("steps").sort());
  expect(definitions.producers.map(({ type }) => type).sort()).toEqual(foldersOf("producers").sort());
  expect(Object.keys(executors).sort()).toEqual(foldersOf("steps").sort());
});

describe.each(definitions.steps)("step $type", (definition) => {
  const folder = join(here, "steps", definition.type);

  it("is its folder, and complete", () => {
    expect(definitions.step(definition.type)).toBe(definition);
    expect(existsSync(join(folder, "definition.ts"))).toBe(true);
    expect(readdirSync(folder).some((file) => file.endsWith(".test.ts"))).toBe(true);
    checkHelp(folder, definition.title);
    checkWords(definition);
    expect(stepGroups).toContain(definition.group);
    expect(definition.version).toBeGreaterThanOrEqual(1);
  });

  it("has a form", () => checkForm(definition.config));

  it("opens what earlier versions saved", () => checkFixtures(folder, definition));

  it("proposes a config that fits, or is unfinished only where something is needed", () => {
    for (const known of [[], fields]) {
      const proposed = definition.propose(known);
      expect(() => z.record(z.string(), z.json()).parse(proposed)).not.toThrow();
      const parsed = definition.config.safeParse(proposed);
      if (parsed.success) {
        checkStable(definition.config, proposed);
        continue;
      }
      const needed = new Set(
        configFields(definition.config)
          .filter(({ hints }) => hints.needs)
          .map(({ name }) => name),
      );
      for (const issue of parsed.error.issues) expect(needed).toContain(issue.path[0]);
    }
  });

  it("has a row for every config", () => {
    for (const config of [...oddConfigs, definition.propose(fields)]) {
      const row = definition.row(Object(config));
      expect(row.trim()).not.toBe("");
      expect(row).not.toMatch(/undefined|\[object|NaN/);
    }
  });

  it("names topics and fields without falling over", () => {
    for (const config of oddConfigs) {
      const topic = definition.publishes?.topicOf(config);
      expect(["string", "undefined"]).toContain(typeof topic);
      definition.publishes?.fields?.(config, fields);
      definition.dataAfter?.(config, fields);
    }
    for (const outlet of [definition.publishes, definition.aside]) {
      const pointed = outlet?.withTopic({ content: "same" }, "order.placed");
      if (pointed) expect(outlet?.topicOf(pointed)).toBe("order.placed");
    }
  });
});

describe.each(definitions.producers)("producer $type", (definition) => {
  const folder = join(here, "producers", definition.type);

  it("is its folder, and complete", () => {
    expect(definitions.producer(definition.type)).toBe(definition);
    expect(readdirSync(folder).some((file) => file.endsWith(".test.ts"))).toBe(true);
    checkHelp(folder, definition.title);
    checkWords(definition);
    expect(definition.proposedTopic).toMatch(/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/);
    expect(definition.proposedName).toMatch(/^[A-Z]/);
  });

  it("has a form", () => checkForm(definition.config));

  it("opens what earlier versions saved", () => checkFixtures(folder, definition));

  it("works as it is put down", () => {
    checkStable(definition.config, definition.defaults);
    if (definition.entry === "form")
      expect(definition.form?.(definition.defaults).inputs).not.toHaveLength(0);
    if (definition.entry === "schedule")
      expect(definition.schedule?.(definition.defaults)).toHaveProperty("rule");
  });

  it("has a row and fields for every config", () => {
    for (const config of [...oddConfigs, Object(definition.defaults)]) {
      expect(definition.row(config).trim()).not.toBe("");
      for (const field of definition.fields(config)) expect(field.path).toMatch(/^data[.[]/);
    }
  });
});
