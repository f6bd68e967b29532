import * as z from "zod";
import { withHints } from "@/flow/node/field-hints";
import { defineStep } from "@/flow/node/step-definition";

const headerSchema = z.strictObject({ field: z.string().min(1).max(200), value: z.string().max(4000) });

const config = z.strictObject({
  method: withHints(z.enum(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"]).default("POST"), {
    label: "Method",
  }),
  url: withHints(z.string().trim().min(1).max(4000), {
    label: "Address",
    placeholder: "https://shop.example/orders",
    help: "To try without a system of your own: /demo/orders takes everything, /demo/unavailable is always down.",
    control: "template",
    needs: "needs an address",
  }),
  body: withHints(z.enum(["event", "text", "none"]).default("event"), {
    label: "Body",
    choices: { event: "The event as it is here, as JSON", text: "Own text", none: "Nothing" },
    visibleWhen: { field: "method", is: ["POST", "PUT", "PATCH", "DELETE"] },
  }),
  bodyText: withHints(z.string().max(100_000).optional(), {
    label: "Text",
    control: "long-template",
    visibleWhen: { field: "body", is: ["text"] },
  }),
  headers: withHints(z.array(headerSchema).max(50).default([]), {
    label: "Headers",
    help: "A name, then its value. Passwords and keys belong into a credential.",
    control: "mapping",
  }),
  credentialId: withHints(z.string().optional(), {
    label: "Sign in with",
    help: "The secret is added when the call is made and is never shown.",
    control: "credential",
    credentialTypes: ["bearer", "basic", "header"],
  }),
  timeoutSeconds: withHints(z.number().min(0.1).max(120).default(10), {
    label: "Wait for an answer at most (seconds)",
  }),
});
type Config = z.infer<typeof config>;

/** Host and path of an address for the card; templates in it are shown as `…`. */
function shortAddress(url: string): string {
  const plain = url.trim().replace(/\{\{.*?\}\}/g, "…");
  return plain
    .replace(/^https?:\/\//i, "")
    .replace(/^[^/@]*@/, "")
    .replace(/[?#].*$/, "")
    .replace(/\/$/, "");
}

/** As in execute.ts: `/demo/…` is this installation's own demo endpoint. */
function isElsewhere({ url }: Readonly<Record<string, unknown>>): boolean {
  return typeof url !== "string" || !url.trim().startsWith("/demo/");
}

export const definition = defineStep({
  type: "http-request",
  version: 1,
  title: "HTTP request",
  summary: "Calls another system and can use its answer.",
  icon: "globe",
  group: "act",
  synonyms: ["api", "webhook", "rest", "call", "fetch", "curl", "post", "get", "url"],
  config,
  propose: (): Partial<Config> => ({ method: "POST", body: "event", headers: [], timeoutSeconds: 10 }),
  isOutside: true,
  isSeenOutsideWith: isElsewhere,
  // The others may be repeated by what HTTP says about them.
  ifRepeated: (raw) =>
    isElsewhere(raw) && (raw.method === undefined || raw.method === "POST" || raw.method === "PATCH")
      ? "a system that does not look at the `Idempotency-Key` of the call may do it twice"
      : undefined,
  row: (raw) => {
    if (typeof raw.url !== "string" || raw.url.trim() === "") return "HTTP request";
    const method = typeof raw.method === "string" ? raw.method : "POST";
    return `${method} ${shortAddress(raw.url)}`;
  },
  resultFields: [
    { name: "status", title: "Status", type: "number", sample: 200 },
    { name: "body", title: "Answer", type: "unknown" },
    { name: "headers", title: "Headers of the answer", type: "object" },
  ],
});
