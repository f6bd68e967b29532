import * as z from "zod";
import { flowDocumentSchema } from "./flow-document";

/**
 * The flow document as a JSON Schema (2020-12), for editors and for whoever writes flows by hand. It describes what
 * may be sent: values with a default may be left out.
 */
export function flowJsonSchema(): Record<string, unknown> {
  return {
    title: "Millrace flow",
    ...z.toJSONSchema(flowDocumentSchema, { io: "input", target: "draft-2020-12", reused: "ref" }),
  };
}
