import { expect, it } from "vitest";
import { flowJsonSchema } from "./flow-json-schema";

it("describes the document with its recursion, and asks for no more than a flow needs", () => {
  const schema = flowJsonSchema();
  expect(schema).toMatchObject({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    additionalProperties: false,
    required: ["millrace", "name"],
  });
  const text = JSON.stringify(schema);
  expect(text).toContain('"branches"');
  expect(text).toContain('"const":1');
  // A step holds branches which hold steps.
  expect(Object.keys(schema.$defs ?? {}).length).toBeGreaterThan(0);
});
