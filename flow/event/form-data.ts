import type { FormInput } from "../node/producer-definition";
import { EventProblem } from "./event-problem";
import type { FormField } from "./form-fields";
import { encodeUtf8 } from "./utf8";

/** A field that people do not see; whoever fills it is a program. No input can have this name. */
export const honeypotField = "website-url";

/** Longest answers, in characters. */
export const maxAnswerLength = { short: 1_000, long: 20_000 } as const;

/** What a person wrote into one input. */
export type Answer = string | number | boolean;
export type AnswerResult =
  | { readonly ok: true; readonly value: Answer | undefined }
  | { readonly ok: false; readonly message: string };

const refuse = (message: string): AnswerResult => ({ ok: false, message });
const accept = (value: Answer): AnswerResult => ({ ok: true, value });

function checkDate(text: string): AnswerResult {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const [year, month, day] = match?.slice(1).map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined || year < 1) {
    return refuse("Write a date, as 2027-01-31.");
  }
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day >= 1 && day <= days ? accept(text) : refuse("There is no such day.");
}

/**
 * Checks the text of one input of a form and gives it its type. Used by the page and by the gateway alike.
 * An empty answer that is not required has no value.
 */
export function checkAnswer(input: FormInput, raw: string | undefined): AnswerResult {
  if (input.type === "yes-no") {
    const isYes = raw !== undefined && !["", "false", "no", "off", "0"].includes(raw.trim().toLowerCase());
    return input.isRequired && !isYes ? refuse("This must be ticked.") : accept(isYes);
  }
  const text = input.type === "long-text" ? (raw ?? "").replace(/\r\n/g, "\n") : (raw ?? "").trim();
  if (text === "") return input.isRequired ? refuse("This is needed.") : { ok: true, value: undefined };
  const longest = input.type === "long-text" ? maxAnswerLength.long : maxAnswerLength.short;
  if (text.length > longest) return refuse(`Use at most ${longest.toLocaleString("en")} characters.`);
  switch (input.type) {
    case "email":
      return /^[^\s@]+@[^\s@]+$/.test(text)
        ? accept(text)
        : refuse("Write an e-mail address, as ana@example.com.");
    case "number":
      return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text))
        ? accept(Number(text))
        : refuse("Write a number.");
    case "date":
      return checkDate(text);
    case "choice":
      return input.choices?.includes(text) ? accept(text) : refuse("Choose one of the answers.");
    default:
      return accept(text);
  }
}

/**
 * Makes the data of a sent form: the values of its inputs in their order, with their types; other fields are
 * left out.
 * @throws EventProblem that names the first input that does not fit, or when the hidden field was filled
 */
export function formDataOf(inputs: readonly FormInput[], fields: readonly FormField[]): Uint8Array {
  const texts = new Map<string, string>();
  for (const { name, value } of fields) if (typeof value === "string") texts.set(name, value);
  if ((texts.get(honeypotField) ?? "") !== "") {
    throw new EventProblem(
      "A hidden field that keeps programs out was filled. Leave it empty.",
      honeypotField,
    );
  }
  const members: string[] = [];
  for (const input of inputs) {
    const result = checkAnswer(input, texts.get(input.name));
    if (!result.ok) throw new EventProblem(`${input.label}: ${result.message}`, input.name);
    if (result.value !== undefined)
      members.push(`${JSON.stringify(input.name)}:${JSON.stringify(result.value)}`);
  }
  return encodeUtf8(`{${members.join(",")}}`) ?? new Uint8Array();
}
