import { stepsOf } from "../document/flow-document";
import type { Issue, IssuePlace } from "../issue";
import { cardTitle, type Rule, stepTitle } from "./rule";

const secretName =
  /^(authorization|proxy-authorization|cookie|x-api-key|api-?key|x-auth|.*(auth|access|account|subscription|functions|master)[-_]?key|.*(secret|password|token))$/i;
/** Shorter than any real secret, and templates that read the event are no secret of ours. */
const minSecretLength = 8;

/** A secret written into a form in plain text: documents are shown, exported and kept in revisions. */
export const plainSecret: Rule = ({ document, nodes }) => [
  ...document.producers.flatMap((producer) =>
    issuesIn(producer.config, { kind: "producer", id: producer.id }, cardTitle(producer, "producer")),
  ),
  ...document.consumers
    .flatMap((consumer) => [...stepsOf(consumer.steps)])
    .flatMap((step) => issuesIn(step.config, { kind: "step", id: step.id }, stepTitle(step, nodes))),
];

function issuesIn(config: Readonly<Record<string, unknown>>, at: IssuePlace, title: string): Issue[] {
  return Object.entries(config).flatMap(([field, value]) =>
    [...pairsIn(value)].filter(isSecret).map(
      ([name]): Issue => ({
        code: "plain-secret",
        severity: "problem",
        at: { ...at, field },
        message: `*${title}* holds a secret in plain text (\`${name}\`). Store it as a credential and choose that instead.`,
      }),
    ),
  );
}

/** Name and value of every header-like pair: `{name, value}` rows or the entries of an object. */
function* pairsIn(value: unknown): Generator<readonly [string, unknown]> {
  if (Array.isArray(value)) {
    for (const row of value) yield* pairsIn(row);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  const entries = Object.entries(value);
  const name = entries.find(([key]) => key === "name" || key === "field" || key === "header")?.[1];
  const own = entries.find(([key]) => key === "value")?.[1];
  if (typeof name === "string" && own !== undefined) yield [name, own];
  else yield* entries;
}

function isSecret([name, value]: readonly [string, unknown]): boolean {
  return (
    secretName.test(name) &&
    typeof value === "string" &&
    value.length >= minSecretLength &&
    !value.includes("{{")
  );
}
