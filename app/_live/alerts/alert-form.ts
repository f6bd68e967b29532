import type { AlertRule } from "./alert-words";

/** What a person writes and chooses in the form of a rule. */
export interface AlertForm {
  readonly name: string;
  readonly kind: AlertRule["kind"];
  readonly topic: string | undefined;
  readonly threshold: string;
  readonly minutes: string;
  readonly type: AlertRule["channel"]["type"];
  readonly to: string;
  readonly url: string;
  readonly told: string | undefined;
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** A sentence for each field that keeps the rule from being saved. */
export function alertFormErrors(form: AlertForm): Partial<Record<keyof AlertForm, string>> {
  const { kind, type } = form;
  const minutes = Number(form.minutes);
  return {
    ...(form.name.trim() === "" && { name: "Give it a name." }),
    ...(kind === "silence" && form.topic === undefined && { topic: "Choose the topic." }),
    ...(!(Number(form.threshold) > 0) && { threshold: "Write a number above 0." }),
    ...(kind === "failure-rate" &&
      !(Number.isInteger(minutes) && minutes >= 1 && minutes <= 1440) && {
        minutes: "Write whole minutes, from 1 to 1,440.",
      }),
    ...(type === "email" && form.to.trim().length < 3 && { to: "Write the recipient's address." }),
    ...(type === "webhook" &&
      !isWebAddress(form.url) && { url: "Write an address that begins with https://." }),
    ...(type === "topic" && form.told === undefined && { told: "Choose a topic." }),
  };
}
