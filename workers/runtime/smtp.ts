import { createTransport } from "nodemailer";
import type { OutgoingMail } from "@/flow/delivery/step-context";
import { StepFailure } from "@/flow/delivery/step-failure";
import type { CredentialContent } from "@/server/credentials/credential-types";
import { guardedSocket } from "@/server/egress/connect";
import type { EgressGuard } from "@/server/egress/egress-guard";
import { networkFailure, timeoutFailure } from "./network-failure";
import { createRedactor } from "./redact";

const maxRecipients = 50;
/** `ana@example.com` or `Ana <ana@example.com>`, on one line. */
const isRecipient = /^(?:[^\s@<>:]+@[^\s@<>:]+|[^\r\n\0<>]+<[^\s@<>:]+@[^\s@<>:]+>)$/;

export interface SmtpCall {
  /** Becomes the message's id, so that a mail server or a person can see a repeated one. */
  readonly idempotencyKey: string;
  readonly timeoutMs: number;
}

type SmtpCredential = Extract<CredentialContent, { type: "smtp" }>;

/**
 * Sends one message by a mail server, over a connection that passed the egress guard.
 * @throws StepFailure
 */
export async function sendBySmtp(
  guard: EgressGuard,
  credential: SmtpCredential,
  message: OutgoingMail,
  call: SmtpCall,
): Promise<{ messageId: string }> {
  const { host, port, secure, user } = credential.public;
  const { password } = credential.secret;
  const recipients = recipientsOf(message.to);
  let isTooLate = false;
  const socket = await guardedSocket(guard, host, port, call.timeoutMs).catch((error: unknown) => {
    throw networkFailure(error, host, call.timeoutMs);
  });
  const timer = setTimeout(() => {
    isTooLate = true;
    socket.destroy();
  }, call.timeoutMs);
  const transport = createTransport({
    host,
    port,
    connection: socket,
    secure: secure === "tls",
    requireTLS: secure === "starttls",
    ignoreTLS: secure === "none",
    tls: { servername: host },
    // Messages are texts of flows: they must not be able to name files or addresses to attach.
    disableFileAccess: true,
    disableUrlAccess: true,
    greetingTimeout: call.timeoutMs,
    socketTimeout: call.timeoutMs,
    ...(user === undefined ? {} : { auth: { user, pass: password } }),
  });
  try {
    const sent = await transport.sendMail({
      from: message.from ?? credential.public.from,
      to: [...recipients],
      subject: message.subject,
      text: message.text,
      messageId: `<${call.idempotencyKey}@${host}>`,
    });
    return { messageId: sent.messageId };
  } catch (error) {
    if (isTooLate) throw timeoutFailure(host, call.timeoutMs);
    throw smtpFailure(error, host, [password], call.timeoutMs);
  } finally {
    clearTimeout(timer);
    transport.close();
    socket.destroy();
  }
}

function recipientsOf(to: string): readonly string[] {
  const recipients = to
    .split(/[,;]/)
    .map((recipient) => recipient.trim())
    .filter((recipient) => recipient !== "");
  const wrong = recipients.find((recipient) => !isRecipient.test(recipient));
  if (wrong !== undefined) {
    throw new StepFailure("bad-recipient", `"${wrong.slice(0, 100)}" is no e-mail address.`, {
      retryable: false,
    });
  }
  if (recipients.length > maxRecipients) {
    throw new StepFailure("bad-recipient", `One message goes to ${maxRecipients} recipients at most.`, {
      retryable: false,
    });
  }
  return recipients;
}

/** What the mail server said: 5xx is final, 4xx may pass; without an answer it is the network. */
function smtpFailure(
  error: unknown,
  host: string,
  secrets: readonly string[],
  timeoutMs: number,
): StepFailure {
  const details = typeof error === "object" && error !== null ? error : {};
  const status = "responseCode" in details ? Number(details.responseCode) : Number.NaN;
  if (Number.isNaN(status)) return networkFailure(error, host, timeoutMs);
  const said =
    "response" in details ? createRedactor(secrets).text(String(details.response)).slice(0, 300) : "";
  const isSignIn = "code" in details && details.code === "EAUTH";
  const what = isSignIn ? "did not accept the user name and password" : "refused the message";
  return new StepFailure(`smtp-${status}`, `The mail server \`${host}\` ${what}: ${said}`, {
    retryable: status < 500,
  });
}
