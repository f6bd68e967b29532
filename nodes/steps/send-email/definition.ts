import * as z from "zod";
import { withHints } from "@/flow/node/field-hints";
import { defineStep, type FieldInfo } from "@/flow/node/step-definition";

const config = z.strictObject({
  to: withHints(z.string().trim().min(1).max(4000), {
    label: "To",
    placeholder: "ana@example.com",
    control: "template",
    needs: "needs a recipient",
  }),
  subject: withHints(z.string().trim().min(1).max(4000), {
    label: "Subject",
    control: "template",
    needs: "needs a subject",
  }),
  text: withHints(z.string().max(100_000).default(""), { label: "Text", control: "long-template" }),
  credentialId: withHints(z.string().optional(), {
    label: "Send with",
    placeholder: "Demo inbox (nothing leaves this computer)",
    control: "credential",
    credentialTypes: ["smtp"],
  }),
  from: withHints(z.string().max(4000).optional(), {
    label: "From (optional)",
    help: "Empty: the sender of the mail server's credential.",
    control: "template",
  }),
});
type Config = z.infer<typeof config>;

const mailNames = /e-?mail/i;
const nameNames = /^(first[ _-]?name|name|full[ _-]?name|display[ _-]?name)$/i;

function lastSegment(path: string): string {
  return path.split(".").at(-1) ?? path;
}

/** The field that most likely holds an e-mail address: by its name, else by its sample. */
function mailField(fields: readonly FieldInfo[]): FieldInfo | undefined {
  return (
    fields.find((field) => /^e-?mail$/i.test(lastSegment(field.path))) ??
    fields.find((field) => mailNames.test(field.path) || mailNames.test(field.title)) ??
    fields.find(
      (field) => typeof field.sample === "string" && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(field.sample),
    )
  );
}

function nameField(fields: readonly FieldInfo[]): FieldInfo | undefined {
  return fields.find((field) => nameNames.test(lastSegment(field.path)) || nameNames.test(field.title));
}

/** Topics that tell of somebody who is new: a welcome fits them alone. */
const newcomerTopics =
  /sign-?(ed|ing)?-?(up|on)|regist|subscri|join|onboard|welcome|(user|member|account|customer).*(created|added|new)/;

/** "order.placed" as a subject: "Order placed". */
function inWords(topic: string): string {
  const words = topic.split(/[.-]+/).join(" ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const definition = defineStep({
  type: "send-email",
  version: 1,
  title: "Send e-mail",
  summary: "Sends an e-mail, or writes it to the demo inbox.",
  icon: "mail",
  group: "act",
  synonyms: ["mail", "gmail", "smtp", "message", "notify", "notification", "newsletter", "email"],
  config,
  propose: (fields, topics = []): Partial<Config> => {
    const to = mailField(fields);
    const name = nameField(fields);
    const hello = name ? `Hello {{ ${name.path} }},\n\n` : "Hello,\n\n";
    const [topic] = topics;
    return {
      ...(to ? { to: `{{ ${to.path} }}` } : {}),
      ...(topic === undefined || newcomerTopics.test(topic)
        ? {
            subject: name ? `Welcome, {{ ${name.path} }}` : "Welcome",
            text: `${hello}it is good to have you here.`,
          }
        : { subject: inWords(topic), text: hello }),
    };
  },
  isOutside: true,
  isOutsideWith: (raw) => typeof raw.credentialId === "string",
  ifRepeated: (raw) => (typeof raw.credentialId === "string" ? "the same mail may arrive twice" : undefined),
  row: () => "Send e-mail",
  resultFields: [{ name: "messageId", title: "Message id", type: "text" }],
});
