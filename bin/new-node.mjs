// Makes the folder of a new node type that works as it is: npm run new:node -- step my-step
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { generateRegistry } from "./generate-registry.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** `my-step` becomes `My step`. */
function titleOf(type) {
  const words = type.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function stepFiles(type) {
  const title = titleOf(type);
  return {
    "definition.ts": `import * as z from "zod";
import { withHints } from "@/flow/node/field-hints";
import { defineStep } from "@/flow/node/step-definition";

// Every field of the form, in its order. \`control: "template"\` makes a box with field chips.
const config = z.strictObject({
  text: withHints(z.string().trim().min(1).max(4000), {
    label: "Text",
    help: "What is written into the history of the event.",
    control: "template",
    needs: "needs a text",
  }),
});
type Config = z.infer<typeof config>;

export const definition = defineStep({
  type: "${type}",
  version: 1,
  title: "${title}",
  summary: "Writes a text into the history of the event.",
  // A name from https://lucide.dev/icons.
  icon: "sparkles",
  group: "act",
  synonyms: ["note", "remark", "comment"],
  config,
  propose: (): Partial<Config> => ({ text: "{{ event.type }} arrived" }),
  // True when it acts on the world outside: then replays and drafts hold it back.
  isOutside: false,
  row: () => "${title}",
  resultFields: [{ name: "text", title: "Text", type: "text" }],
});
`,
    "execute.ts": `import { defineExecutor } from "@/flow/node/step-definition";
import { definition } from "./definition";

// Steps do no input or output on their own: \`context\` has http, mail, publish and state.
// Throw StepFailure (flow/delivery/step-failure) when something cannot be done.
export const execute = defineExecutor(definition, ({ config, context }) => {
  const text = context.text(config.text);
  context.note(text);
  return { kind: "next", output: { text } };
});
`,
    [`${type}.test.ts`]: `import { expect, it } from "vitest";
import { onlyStep, runStep } from "@/flow/testing/run-step";
import { definition } from "./definition";
import { execute } from "./execute";

it("writes its text into the history", async () => {
  const config = { text: "Hello {{ data.name }}" };
  const outcome = await runStep(definition, execute, { config, data: { name: "Ana" } });
  expect(onlyStep(outcome)).toMatchObject({
    outcome: "done",
    output: { text: "Hello Ana" },
    note: "Hello Ana.",
  });
});
`,
    "fixtures/v1.json": '{ "text": "Hello {{ data.name }}" }\n',
    "help.md": `# ${title}

Writes a text into the history of the event, where you see it when you look at what this consumer did.

- **Text** can hold fields of the event, as in \`Hello {{ data.name }}\`.
- The text can be used by the steps below.

Replace this page with what your step does, in the words of the people who will use it.
`,
  };
}

function producerFiles(type) {
  const title = titleOf(type);
  return {
    "definition.ts": `import * as z from "zod";
import { defineProducer } from "@/flow/node/producer-definition";

export const definition = defineProducer({
  type: "${type}",
  version: 1,
  title: "${title}",
  summary: "Makes an event of whatever is sent to its address.",
  // A name from https://lucide.dev/icons.
  icon: "sparkles",
  synonyms: ["receive", "input", "source"],
  config: z.strictObject({}),
  defaults: {},
  proposedName: "${title}",
  proposedTopic: "event.received",
  // Which door its events come through: an address, a form or a schedule.
  entry: "address",
  fields: () => [],
  row: () => "${title.toLowerCase()}",
});
`,
    [`${type}.test.ts`]: `import { expect, it } from "vitest";
import { definition } from "./definition";

it("works as it is put down", () => {
  expect(definition.config.parse(definition.defaults)).toEqual(definition.defaults);
});
`,
    "fixtures/v1.json": "{}\n",
    "help.md": `# ${title}

Makes an event of whatever is sent to its address.

- Send JSON, a form or a CloudEvent; _Copy curl_ shows a call that works.
- Senders get _202 Accepted_ as soon as the event is stored.

Replace this page with what your producer does, in the words of the people who will use it.
`,
  };
}

const [kind, type] = process.argv.slice(2);
const usage = "Use: npm run new:node -- step my-step   or   npm run new:node -- producer my-producer";
if ((kind !== "step" && kind !== "producer") || !/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(type ?? "")) {
  process.stderr.write(`${usage}\n`);
  process.exit(1);
}
const folder = join(root, "nodes", `${kind}s`, type);
if (existsSync(folder)) {
  process.stderr.write(`nodes/${kind}s/${type} exists already. Choose another name.\n`);
  process.exit(1);
}
mkdirSync(join(folder, "fixtures"), { recursive: true });
const files = kind === "step" ? stepFiles(type) : producerFiles(type);
for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
generateRegistry();
process.stdout.write(
  `Made nodes/${kind}s/${type}. It works as it is:\n  npx vitest run --project unit nodes\nThen write what it does; docs/guides/add-a-node.md shows how.\n`,
);
