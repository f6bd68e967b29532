import type { KeptMail } from "@/flow/delivery/delivery-trace";
import type { OutgoingMail } from "@/flow/delivery/step-context";
import { createRedactor } from "./redact";

const MAX_CHARS = 4_000;

/** What a trace keeps of an e-mail, without the secrets of whoever sends it. */
export function keptMail({ to, subject, text }: OutgoingMail, secrets: readonly string[]): KeptMail {
  const redactor = createRedactor(secrets);
  const kept = (part: string) => redactor.text(part).slice(0, MAX_CHARS);
  return { to: kept(to), subject: kept(subject), text: kept(text) };
}
