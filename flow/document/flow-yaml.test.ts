import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { FLOW_FORMAT } from "./flow-document";
import { flowFromText, flowToJson, flowToYaml } from "./flow-yaml";

const fixtures = fileURLToPath(new URL("fixtures/", import.meta.url));
const read = (format: number) => readFileSync(`${fixtures}format-${format}.yaml`, "utf8");

function documentOf(text: string) {
  const { document, faults } = flowFromText(text);
  if (document === undefined) throw new Error(JSON.stringify(faults));
  return document;
}

function faultsOf(text: string) {
  return flowFromText(text).faults;
}

describe("flowFromText", () => {
  it("opens a fixture of every format there ever was", () => {
    expect(readdirSync(fixtures)).toHaveLength(FLOW_FORMAT);
    for (let format = 1; format <= FLOW_FORMAT; format += 1) {
      const document = documentOf(read(format));
      expect(document.millrace).toBe(FLOW_FORMAT);
      expect(document.consumers[0]?.steps.map(({ id }) => id)).toEqual(["paid", "route", "pass"]);
    }
  });

  it("reads JSON, fills in defaults, and adds cards for topics that are only named", () => {
    const document = documentOf(
      JSON.stringify({
        millrace: 1,
        name: "Small",
        consumers: [{ id: "c", name: "C", when: ["order.placed"], steps: [] }],
      }),
    );
    expect(document.topics).toEqual([{ name: "order.placed" }]);
    expect(document.consumers[0]).toMatchObject({ order: { mode: "none" }, failure: { attempts: 5 } });
  });

  it("says where it does not fit", () => {
    expect(
      faultsOf("millrace: 1\nname: X\nconsumers:\n  - { id: c, name: C, when: [Bad Name], steps: [] }\n"),
    ).toEqual([
      { at: "consumers › 1 › when › 1", message: "Use a–z, 0–9, dots and hyphens, as in order.placed." },
    ]);
    expect(faultsOf("millrace: 1\nname: X\nproducer: []\n")).toEqual([
      { at: "", message: "`producer` is not known here." },
    ]);
    expect(faultsOf("millrace: 1\n")).toEqual([{ at: "name", message: "This is missing." }]);
  });

  it("refuses what is no flow, is newer, or is no YAML", () => {
    expect(faultsOf("hello")?.[0]?.message).toBe("This is not a flow: a flow begins with `millrace: 1`.");
    expect(faultsOf("name: X")?.[0]?.message).toContain("is missing at the top");
    expect(faultsOf(`millrace: ${FLOW_FORMAT + 1}\nname: X`)?.[0]?.message).toContain("newer Millrace");
    expect(faultsOf("millrace: 1\nname: [")?.[0]?.at).toMatch(/^line \d+$/);
    expect(faultsOf("millrace: 1\nname: X\nname: Y")?.[0]?.message).toContain("unique");
  });

  it("refuses characters that cannot be stored, and not text that looks like them", () => {
    const named = (name: string) => JSON.stringify({ millrace: 1, name });
    expect(faultsOf(named("a\u0000b"))?.[0]?.message).toContain("U+0000");
    expect(faultsOf(named("a\ud800"))?.[0]?.message).toContain("cannot be stored");
    expect(documentOf(named("a\\u0000 😀")).name).toBe("a\\u0000 😀");
  });

  it.each(["[", "{a: ", "- ", "? "])("refuses what is nested too deeply: %s", (open) => {
    const tooDeep = [{ at: "", message: "This is nested too deeply for a flow." }];
    expect(faultsOf(open.repeat(1_000))).toEqual(tooDeep);
    expect(faultsOf(`name: x\nproducers:\n ${open.repeat(400_000)}`)).toEqual(tooDeep);
    expect(faultsOf(`name: ${open.repeat(20)}`)).not.toEqual(tooDeep);
  });

  it("does not expand aliases", () => {
    const bomb = "millrace: 1\nname: X\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n";
    expect(faultsOf(bomb)?.[0]?.message).toContain("Anchors and aliases");
  });
});

describe("flowToYaml", () => {
  it("comes back unchanged, in one fixed order of keys", () => {
    const document = documentOf(read(1));
    const yaml = flowToYaml(document);
    expect(documentOf(yaml)).toEqual(document);
    expect(flowToYaml(documentOf(yaml))).toBe(yaml);
    expect(documentOf(flowToJson(document))).toEqual(document);
    const shuffled = { ...document, name: document.name, millrace: document.millrace };
    expect(flowToYaml(shuffled)).toBe(yaml);
  });

  it("keeps everything that a consumer was given", () => {
    const document = documentOf(
      JSON.stringify({
        millrace: 1,
        name: "X",
        consumers: [
          {
            id: "c",
            name: "C",
            when: ["a"],
            order: { mode: "key", key: "data.id", lanes: 4 },
            failure: { attempts: 3, maxAgeMs: 1_000, whenGivenUp: "park" },
            rate: { events: 5, per: "second" },
            backlog: { events: 100, ageMs: 60_000 },
            steps: [],
            collapsed: true,
            position: { x: 1, y: 2 },
          },
        ],
      }),
    );
    expect(documentOf(flowToYaml(document))).toEqual(document);
  });

  it("leaves out what is a default", () => {
    const yaml = flowToYaml(
      documentOf("millrace: 1\nname: X\nconsumers:\n  - { id: c, name: C, when: [a], steps: [] }"),
    );
    expect(yaml).toBe(
      "millrace: 1\nname: X\nproducers: []\ntopics:\n  - name: a\nconsumers:\n  - id: c\n    name: C\n    when:\n      - a\n    steps: []\n",
    );
  });
});
