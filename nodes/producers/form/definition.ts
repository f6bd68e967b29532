import * as z from "zod";
import { withHints } from "@/flow/node/field-hints";
import { defineProducer, type FormInput } from "@/flow/node/producer-definition";
import type { FieldInfo } from "@/flow/node/step-definition";

const inputSchema: z.ZodType<FormInput> = z.strictObject({
  name: z
    .string()
    .max(80)
    .regex(/^[A-Za-z][A-Za-z0-9_]*$/, "Use letters, digits and _, beginning with a letter."),
  label: z.string().trim().min(1, "A question needs words.").max(200),
  type: z.enum(["text", "email", "number", "long-text", "yes-no", "date", "choice"]),
  isRequired: z.boolean(),
  choices: z.array(z.string().min(1).max(200)).max(100).optional(),
});

const inputsSchema = z
  .array(inputSchema)
  .min(1)
  .max(50)
  .refine((inputs) => new Set(inputs.map((input) => input.name)).size === inputs.length, {
    message: "Two fields have the same name.",
  })
  .refine((inputs) => inputs.every((input) => input.type !== "choice" || (input.choices?.length ?? 0) > 0), {
    message: "A choice needs at least one answer to choose from.",
  });

const config = z.strictObject({
  title: withHints(z.string().trim().min(1).max(120), { label: "Title", needs: "needs a title" }),
  intro: withHints(z.string().max(2000).optional(), { label: "Text above the fields (optional)" }),
  inputs: withHints(inputsSchema, {
    label: "Fields",
    control: "form-fields",
    needs: "needs a field",
  }),
  button: withHints(z.string().trim().min(1).max(60).default("Send"), { label: "Button" }),
  thanks: withHints(z.string().trim().min(1).max(2000).default("Thank you. It has arrived."), {
    label: "Text after sending",
  }),
});

const defaults: z.infer<typeof config> = {
  title: "Sign-up form",
  inputs: [
    { name: "name", label: "Name", type: "text", isRequired: true },
    { name: "email", label: "E-mail", type: "email", isRequired: true },
  ],
  button: "Send",
  thanks: "Thank you. It has arrived.",
};

const fieldTypes = {
  text: "text",
  email: "text",
  "long-text": "text",
  choice: "text",
  number: "number",
  "yes-no": "yes-no",
  date: "date",
} as const satisfies Record<FormInput["type"], FieldInfo["type"]>;

function sampleOf(input: FormInput): unknown {
  switch (input.type) {
    case "email":
      return "ana@example.com";
    case "number":
      return 1;
    case "yes-no":
      return true;
    case "date":
      return "2027-01-31";
    case "choice":
      return input.choices?.[0];
    case "long-text":
      return "A longer text.";
    case "text":
      return /name/i.test(input.name) ? "Ana" : input.label;
  }
}

export const definition = defineProducer({
  type: "form",
  version: 1,
  title: "Form",
  summary: "A page that anybody with its address can fill in; each sent form is an event.",
  icon: "clipboard-list",
  synonyms: ["survey", "sign up", "contact", "lead", "page", "questionnaire"],
  config,
  defaults,
  proposedName: "Sign-up form",
  proposedTopic: "user.signed-up",
  entry: "form",
  form: ({ title, intro, button, thanks, inputs }) => ({ title, intro, button, thanks, inputs }),
  fields: (raw) => {
    const parsed = z.array(inputSchema).safeParse(raw.inputs);
    if (!parsed.success) return [];
    return parsed.data.map((input) => ({
      path: `data.${input.name}`,
      title: input.label,
      type: fieldTypes[input.type],
      sample: sampleOf(input),
    }));
  },
  row: () => "Form",
});
