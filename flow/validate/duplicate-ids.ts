import { stepsOf } from "../document/flow-document";
import type { Issue, IssuePlace } from "../issue";
import type { Rule } from "./rule";

/** The same id or topic twice, which only a file written by hand can have: cursors and results hang on ids. */
export const duplicateIds: Rule = ({ document }) => {
  const places: { readonly id: string; readonly at: IssuePlace }[] = [];
  for (const { id } of document.producers) places.push({ id, at: { kind: "producer", id } });
  for (const consumer of document.consumers) {
    places.push({ id: consumer.id, at: { kind: "consumer", id: consumer.id } });
    for (const step of stepsOf(consumer.steps)) {
      places.push({ id: step.id, at: { kind: "step", id: step.id } });
      for (const { id } of step.branches ?? []) places.push({ id, at: { kind: "branch", id } });
    }
  }
  return [
    ...second(places).map(({ id, at }) =>
      issue(at, `The id \`${id}\` is used twice. Give one of them another id.`),
    ),
    ...second(document.topics.map(({ name }) => ({ id: name }))).map(({ id }) =>
      issue({ kind: "topic", id }, `\`${id}\` stands in this flow twice. Remove one of the cards.`),
    ),
  ];
};

function second<Place extends { readonly id: string }>(places: readonly Place[]): Place[] {
  const seen = new Set<string>();
  return places.filter(({ id }) => seen.size === seen.add(id).size);
}

function issue(at: IssuePlace, message: string): Issue {
  return { code: "duplicate-id", severity: "problem", at, message };
}
