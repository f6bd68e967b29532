import type { AlertKind, NoticeKind } from "./alert-schemas";

interface Rule {
  readonly name: string;
  readonly kind: AlertKind;
  readonly threshold: number;
  readonly windowMinutes: number;
  /** Name of the flow or topic; null: all flows. */
  readonly of: string | null;
}

const figure = (value: number) => new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1 }).format(value);

function measured({ kind, of, windowMinutes }: Rule, value: number): string {
  const where = of === null ? "" : ` in ${of}`;
  if (kind === "failure-rate") return `${figure(value)} % of attempts failed${where} in ${windowMinutes} min`;
  if (kind === "dead-letters") return `${figure(value)} dead ${value === 1 ? "letter" : "letters"}${where}`;
  if (kind === "lag-age") return `the oldest waiting event${where} has waited ${figure(value)} min`;
  return `no event${where} for ${figure(value)} min`;
}

const units: Readonly<Record<AlertKind, string>> = {
  "failure-rate": " %",
  "dead-letters": "",
  "lag-age": " min",
  silence: " min",
};

/** What a notice says, in one sentence. */
export function noticeMessage(rule: Rule, kind: NoticeKind, value: number | null): string {
  const limit = `limit ${figure(rule.threshold)}${units[rule.kind]}`;
  if (kind === "test") return `This is a test of the alert "${rule.name}".`;
  const now = value === null ? "" : `: ${measured(rule, value)}`;
  return kind === "opened"
    ? `Alert "${rule.name}"${now} (${limit}).`
    : `Over: alert "${rule.name}"${now} (${limit}).`;
}
