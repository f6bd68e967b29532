import type { EventDraft } from "./event-envelope";
import { EventProblem } from "./event-problem";
import { validTime } from "./event-time";
import { validTraceParent, validTraceState } from "./trace-context";

/** Value of a CloudEvents attribute after its transport was undone. */
export type AttributeValue = string | number | boolean;
export type Attributes = ReadonlyMap<string, AttributeValue>;

/** Longest values, in characters; ids and names stay far below what an index of PostgreSQL can hold. */
export const maxAttributeLength = {
  id: 255,
  source: 1024,
  type: 255,
  subject: 1024,
  dataschema: 1024,
  datacontenttype: 255,
  partitionkey: 255,
  correlationid: 255,
  causationid: 255,
} as const;
const maxExtensionLength = 4096;
const maxExtensions = 64;

const isControl = (code: number): boolean => code < 0x20 || (code >= 0x7f && code <= 0x9f);
const isNonCharacter = (code: number): boolean =>
  (code & 0xfffe) === 0xfffe || (code >= 0xfdd0 && code <= 0xfdef);

/** Refuses what a CloudEvents string must not hold; U+0000 and half surrogates could not be stored either. */
export function checkText(name: string, text: string, maxLength = maxExtensionLength): void {
  if (text.length > maxLength) {
    throw new EventProblem(
      `The attribute ${name} is longer than ${maxLength.toLocaleString("en")} characters.`,
      name,
    );
  }
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const hex = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
    if (isControl(code)) {
      throw new EventProblem(`The attribute ${name} holds the control character ${hex}. Remove it.`, name);
    }
    if (code >= 0xd800 && code <= 0xdfff) {
      throw new EventProblem(`The attribute ${name} holds ${hex}, half of a character. Send it whole.`, name);
    }
    if (isNonCharacter(code)) {
      throw new EventProblem(`The attribute ${name} holds ${hex}, which is no character.`, name);
    }
  }
}

/** Checks the name of an attribute: CloudEvents allows a–z and 0–9 only, and never `data`. */
export function checkAttributeName(name: string): void {
  if (/^[a-z0-9]{1,64}$/.test(name) && name !== "data") return;
  throw new EventProblem(
    `"${name.slice(0, 80)}" cannot be an attribute of a CloudEvent: names are made of a–z and 0–9.`,
    name.slice(0, 80),
  );
}

type TextAttribute = keyof typeof maxAttributeLength;

function optionalText(attributes: Attributes, name: TextAttribute): string | undefined {
  const value = attributes.get(name);
  if (value === undefined) return undefined;
  if (typeof value !== "string") throw new EventProblem(`The attribute ${name} must be a text.`, name);
  if (value === "")
    throw new EventProblem(`The attribute ${name} is empty. Give it a value or leave it out.`, name);
  checkText(name, value, maxAttributeLength[name]);
  return value;
}

function requiredText(attributes: Attributes, name: TextAttribute): string {
  const value = optionalText(attributes, name);
  if (value === undefined)
    throw new EventProblem(`The attribute ${name} is missing: a CloudEvent needs it.`, name);
  return value;
}

/** Characters that can stand in a URI or a relative reference (RFC 3986), besides percent-encoded ones. */
const uriReference = /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/;

function checkUriReference(name: string, value: string): string {
  if (!uriReference.test(value)) {
    throw new EventProblem(
      `The attribute ${name} must be a URI reference; "${value.slice(0, 80)}" is none.`,
      name,
    );
  }
  return value;
}

function absoluteUri(name: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:./.test(value)) {
    throw new EventProblem(`The attribute ${name} must be an absolute URI, with its scheme.`, name);
  }
  return checkUriReference(name, value);
}

/** @throws EventProblem when `time` is there and no RFC 3339 time between the years 1 and 9999 */
export function timeOf(attributes: Attributes): string | undefined {
  const value = attributes.get("time");
  if (value === undefined) return undefined;
  const time = typeof value === "string" ? validTime(value) : undefined;
  if (time !== undefined) return time;
  throw new EventProblem(
    `The attribute time must be a time by RFC 3339 between the years 1 and 9999, as 2027-01-31T13:02:11Z; "${String(value).slice(0, 80)}" is none.`,
    "time",
  );
}

const known = new Set<string>([
  ...Object.keys(maxAttributeLength),
  "specversion",
  "time",
  "traceparent",
  "tracestate",
]);

/** Attributes that Millrace does not know, untouched; `tracestate` stays only beside a valid `traceparent`. */
function extensionsOf(attributes: Attributes, hasTrace: boolean): Record<string, AttributeValue> | undefined {
  const found = [...attributes].filter(([name]) => !known.has(name));
  if (found.length > maxExtensions) {
    throw new EventProblem(`The event has more than ${maxExtensions} extension attributes.`);
  }
  for (const [name, value] of found) {
    checkAttributeName(name);
    if (typeof value === "string") checkText(name, value);
  }
  const state = attributes.get("tracestate");
  const traceState = hasTrace && typeof state === "string" ? validTraceState(state) : undefined;
  if (traceState !== undefined) found.push(["tracestate", traceState]);
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

/** What `draftOf` takes besides attributes. */
export interface DraftPayload {
  readonly contentType: string;
  readonly data: Uint8Array;
}

/** The attributes that plain requests and CloudEvents share. */
export function sharedAttributes(
  attributes: Attributes,
): Pick<
  EventDraft,
  "subject" | "time" | "key" | "correlationId" | "causationId" | "traceParent" | "extensions" | "dataSchema"
> {
  const trace = attributes.get("traceparent");
  const traceParent = validTraceParent(typeof trace === "string" ? trace : undefined);
  return {
    subject: optionalText(attributes, "subject"),
    time: timeOf(attributes),
    dataSchema: absoluteUri("dataschema", optionalText(attributes, "dataschema")),
    key: optionalText(attributes, "partitionkey"),
    correlationId: optionalText(attributes, "correlationid"),
    causationId: optionalText(attributes, "causationid"),
    traceParent,
    extensions: extensionsOf(attributes, traceParent !== undefined),
  };
}

/**
 * Makes the draft of a CloudEvent from its attributes.
 * @throws EventProblem with a sentence for the sender
 */
export function draftOf(attributes: Attributes, payload: DraftPayload): EventDraft {
  const version = attributes.get("specversion");
  if (version === undefined) {
    throw new EventProblem("The attribute specversion is missing: a CloudEvent needs it.", "specversion");
  }
  if (version !== "1.0") {
    throw new EventProblem(
      `The attribute specversion is "${String(version).slice(0, 20)}"; only "1.0" is known.`,
      "specversion",
    );
  }
  return {
    id: requiredText(attributes, "id"),
    source: checkUriReference("source", requiredText(attributes, "source")),
    type: requiredText(attributes, "type"),
    ...sharedAttributes(attributes),
    ...payload,
  };
}
