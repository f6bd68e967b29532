import { StepFailure } from "@/flow/delivery/step-failure";
import { defineExecutor } from "@/flow/node/step-definition";
import { definition } from "./definition";

export const execute = defineExecutor(definition, async ({ config, context }) => {
  const to = context.text(config.to).trim();
  if (to === "") {
    throw new StepFailure(
      "no-recipient",
      "There is no recipient: the field for *To* is empty in this event.",
      {
        retryable: false,
      },
    );
  }
  const from = config.from ? context.text(config.from).trim() : "";
  const subject = context
    .text(config.subject)
    // Line ends in a subject would begin a new header.
    .replace(/[\r\n]+/g, " ")
    .trim();
  const sent = await context.mail({
    to,
    subject,
    text: context.text(config.text),
    ...(from === "" ? {} : { from }),
    ...(config.credentialId ? { credentialId: config.credentialId } : {}),
  });
  context.note(
    sent.isRecorded
      ? `Nothing was sent this time; it is the e-mail of the first time, to ${to}`
      : sent.isSuppressed
        ? `Would send "${subject}" to ${to}; nothing was sent`
        : `To ${to}`,
  );
  return { kind: "next", output: sent.isSuppressed ? {} : { messageId: sent.messageId } };
});
