const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

interface CronField {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly words?: readonly string[];
}

const cronFields: readonly CronField[] = [
  { name: "minute", min: 0, max: 59 },
  { name: "hour", min: 0, max: 23 },
  { name: "day of the month", min: 1, max: 31 },
  { name: "month", min: 1, max: 12, words: months },
  { name: "day of the week", min: 0, max: 7, words: weekdays },
];

function numberIn(text: string, field: CronField): number | undefined {
  const word = field.words?.indexOf(text.toLowerCase()) ?? -1;
  if (word >= 0) return word + field.min;
  if (!/^\d{1,2}$/.test(text)) return undefined;
  const number = Number(text);
  return number >= field.min && number <= field.max ? number : undefined;
}

function isPart(part: string, field: CronField): boolean {
  const [range = "", step, ...more] = part.split("/");
  if (more.length > 0) return false;
  if (step !== undefined && !(/^\d{1,2}$/.test(step) && Number(step) > 0)) return false;
  if (range === "*") return true;
  const [from = "", to, ...rest] = range.split("-");
  if (rest.length > 0) return false;
  const first = numberIn(from, field);
  if (first === undefined) return false;
  if (to === undefined) return true;
  const last = numberIn(to, field);
  return last !== undefined && last >= first;
}

/** What is wrong with a cron expression of five fields, in words; nothing when it fits. */
export function cronProblem(cron: string): string | undefined {
  const parts = cron.trim().split(/\s+/);
  if (parts.length !== cronFields.length) {
    return "Write five parts: minute, hour, day of the month, month, day of the week. 0 9 * * 1-5 means 09:00 on working days.";
  }
  for (const [index, field] of cronFields.entries()) {
    const text = parts[index] ?? "";
    if (!text.split(",").every((part) => isPart(part, field))) {
      return `The ${field.name} "${text}" is not between ${field.min} and ${field.max}.`;
    }
  }
  return undefined;
}
