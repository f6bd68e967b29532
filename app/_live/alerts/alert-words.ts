import type { inferRouterOutputs } from "@trpc/server";
import { formatNumber, formatPlural } from "@/app/_ui/format";
import type { AppRouter } from "@/server/api/root";

export type AlertRule = inferRouterOutputs<AppRouter>["alerts"]["list"][number];

/** The kinds of rules as a menu shows them, with what their number means. */
export const kindWords = {
  "dead-letters": { label: "Number of dead letters", threshold: "Dead letters", unit: "" },
  "failure-rate": {
    label: "Share of attempts that fail",
    threshold: "Attempts that fail, in percent",
    unit: " %",
  },
  "lag-age": {
    label: "How long events wait",
    threshold: "Age of the oldest waiting event, in minutes",
    unit: " min",
  },
  silence: { label: "A topic without events", threshold: "Time without an event, in minutes", unit: " min" },
} as const satisfies Record<AlertRule["kind"], { label: string; threshold: string; unit: string }>;

/** When a rule opens, in one sentence. */
export function ruleSentence({ kind, threshold, windowMinutes, flow, topic }: AlertRule): string {
  const where = flow === null ? "in any flow" : `in *${flow.name}*`;
  const number = formatNumber(threshold);
  if (kind === "dead-letters")
    return `Opens at ${formatPlural(threshold, "dead letter")} ${where === "in any flow" ? "in all flows together" : where}.`;
  if (kind === "failure-rate")
    return `Opens when ${number} % of the attempts ${where} failed in the last ${formatNumber(windowMinutes)} min.`;
  if (kind === "lag-age") return `Opens when the oldest event ${where} has waited for ${number} min.`;
  return `Opens when \`${topic ?? ""}\` had no event for ${number} min.`;
}

/** How a rule tells it, in words. */
export function channelSentence({ channel, signedSince }: AlertRule): string {
  if (channel.type === "email")
    return `Tells ${channel.to} by e-mail${channel.credentialId === undefined ? ", into the demo inbox" : ""}.`;
  if (channel.type === "webhook")
    return `Calls \`${channel.url}\`${signedSince === null ? ", not signed" : ""}.`;
  return `Publishes to \`${channel.topic}\`.`;
}
