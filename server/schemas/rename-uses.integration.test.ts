import { beforeAll, expect, it } from "vitest";
import type { Actor } from "../auth/actor";
import { findFlow } from "../flows/find-flow";
import { importFlow } from "../flows/import-flow";
import { useTestDatabase } from "../testing/test-database";
import { makeTopic, makeWorkspace } from "../testing/write-events";
import { registerSchema } from "./register-schema";
import { renameFieldUses, renameOffers } from "./rename-uses";
import { setSchemaRules } from "./set-schema-rules";

const database = useTestDatabase();
let actor: Actor;
let flow: string;
const subject = "order.placed";

const schemaOf = (name: string) =>
  JSON.stringify({
    type: "object",
    properties: { [name]: { type: "string" }, total: { type: "number" } },
    additionalProperties: false,
  });

beforeAll(async () => {
  const { deps } = database;
  actor = await makeWorkspace(deps, "renames");
  await makeTopic(deps, actor, subject);
  await registerSchema(deps, actor, { subject, text: schemaOf("mail") });
  flow = (
    await importFlow(deps, actor, {
      text: `
millrace: 1
name: Desk
producers: []
topics: [{ name: order.placed }]
consumers:
  - id: desk
    name: Desk
    when: [order.placed]
    steps:
      - { id: words, type: set-fields, config: { fields: [{ field: title, value: "For {{ data.mail }}" }] } }
samples: [{ id: usual, name: Usual, topic: order.placed, data: { mail: x } }]
`,
    })
  ).slug;
});

it("offers to rename what uses the old name, before the version is saved and after, and does it once", async () => {
  const { deps } = database;
  const ask = () => renameOffers(deps, actor, { subject, text: schemaOf("email") });
  const uses = [
    { title: "Desk › Set fields", kind: "reads", isShared: false },
    { title: "Usual", kind: "sample", isShared: false },
  ];
  const offer = { fromText: "mail", toText: "email", flows: [{ slug: flow, name: "Desk", uses }] };
  expect(await ask()).toMatchObject([offer]);
  await setSchemaRules(deps, actor, { subject, level: "NONE" });
  await registerSchema(deps, actor, { subject, text: schemaOf("email") });
  const [found] = await ask();
  expect(found).toMatchObject(offer);
  const version = found?.flows[0]?.version ?? 0;
  const input = { subject, flow, from: ["data", "mail"], to: ["data", "email"] };
  await expect(renameFieldUses(deps, actor, { ...input, version: version + 1 })).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await renameFieldUses(deps, actor, { ...input, version })).toEqual({ version: version + 1 });
  const { draft } = await findFlow(deps.db, actor, flow);
  expect(draft).toMatchObject({
    consumers: [{ steps: [{ config: { fields: [{ field: "title", value: "For {{ data.email }}" }] } }] }],
    samples: [{ data: { email: "x" } }],
  });
  expect(await ask()).toEqual([]);
  expect(await deps.db.auditEntry.findFirst({ where: { action: "flow.field-renamed" } })).toMatchObject({
    resource: "Desk",
    detail: { subject, from: "mail", to: "email" },
  });
});
