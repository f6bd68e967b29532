import { describe, expect, it } from "vitest";
import { topicNamesOf } from "@/flow/compile/topic-names-of";
import { stepsOf } from "@/flow/document/flow-document";
import { validateFlow } from "@/flow/validate/validate-flow";
import { definitions } from "@/nodes/registry/definitions.gen";
import { templates } from "./read-templates";

describe.each(templates().map((template) => [template.id, template] as const))(
  "template %s",
  (_id, template) => {
    const { document } = template;

    it("can be deployed as it is, without anything to mend", () => {
      expect(validateFlow(document, definitions)).toEqual([]);
    });

    it("brings a sample for every topic that a producer fills", () => {
      const sampled = new Set(document.samples.map(({ topic }) => topic));
      expect(
        document.producers.map(({ topic }) => topic).filter((topic) => !sampled.has(topic ?? "")),
      ).toEqual([]);
    });

    it("describes itself and its topics, and places every card", () => {
      expect(document.description).toBeTruthy();
      expect(document.topics.map(({ name }) => name)).toEqual(topicNamesOf(document, definitions));
      const cards = [...document.producers, ...document.topics, ...document.consumers];
      expect(cards.filter(({ position }) => position === undefined)).toEqual([]);
    });

    it("has ids that expressions can name", () => {
      const ids = document.consumers.flatMap(({ steps }) => [...stepsOf(steps)].map(({ id }) => id));
      expect(ids.filter((id) => !/^[a-z][a-z0-9]*$/.test(id))).toEqual([]);
    });
  },
);

it("has no two templates of one title or place", () => {
  expect(new Set(templates().map(({ title }) => title)).size).toBe(templates().length);
  expect(new Set(templates().map(({ order }) => order)).size).toBe(templates().length);
});
