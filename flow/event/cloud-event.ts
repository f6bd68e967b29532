import { type AttributeValue, checkAttributeName, draftOf } from "./attributes";
import { decodeBase64 } from "./base64";
import type { EventDraft } from "./event-envelope";
import { EventProblem } from "./event-problem";
import {
  checkJson,
  type JsonMember,
  type JsonSlice,
  membersOfJsonObject,
  textOfJsonString,
} from "./json-scanner";
import { isJsonType } from "./media-type";
import { decodeUtf8, encodeUtf8 } from "./utf8";

function attributeValue(bytes: Uint8Array, { name, start, end }: JsonMember): AttributeValue | undefined {
  if (bytes[start] === 0x22) return textOfJsonString(bytes, { start, end });
  const text = decodeUtf8(bytes.subarray(start, end));
  if (text === "null") return undefined;
  if (text === "true" || text === "false") return text === "true";
  const number = /^-?\d{1,10}$/.test(text ?? "") ? Number(text) : Number.NaN;
  if (Number.isInteger(number) && Math.abs(number + 0.5) < 2 ** 31) return number;
  throw new EventProblem(
    `The attribute ${name} must be a text, a whole number of 32 bits, or true or false.`,
    name,
  );
}

function isNull(bytes: Uint8Array, member: JsonMember): boolean {
  return bytes[member.start] === 0x6e;
}

/** The payload of `data`: the very slice for JSON; the text itself where the content type is another. */
function dataBytes(bytes: Uint8Array, slice: JsonSlice, contentType: string): Uint8Array {
  if (isJsonType(contentType) || bytes[slice.start] !== 0x22) return bytes.slice(slice.start, slice.end);
  const text = encodeUtf8(textOfJsonString(bytes, slice));
  if (text === undefined) throw new EventProblem("data holds half of a character. Send it whole.", "data");
  return text;
}

function base64Bytes(bytes: Uint8Array, member: JsonMember, contentType: string): Uint8Array {
  const decoded = bytes[member.start] === 0x22 ? decodeBase64(textOfJsonString(bytes, member)) : undefined;
  if (decoded === undefined) throw new EventProblem("data_base64 is not base 64.", "data_base64");
  if (isJsonType(contentType)) checkJson(decoded);
  return decoded;
}

/**
 * Reads one event in the CloudEvents JSON format (structured mode, or an item of a batch).
 * `data` is kept as the very bytes received; an event without data has none, not `null`.
 * @throws EventProblem, or JsonProblem when the bytes are not JSON
 */
export function readJsonCloudEvent(bytes: Uint8Array, within?: JsonSlice): EventDraft {
  const members = membersOfJsonObject(bytes, within);
  if (members === undefined) throw new EventProblem("A CloudEvent must be a JSON object.");
  const byName = new Map<string, JsonMember>();
  for (const member of members) {
    if (byName.has(member.name)) {
      throw new EventProblem(
        `The CloudEvent has "${member.name.slice(0, 80)}" twice.`,
        member.name.slice(0, 80),
      );
    }
    byName.set(member.name, member);
  }
  const data = byName.get("data");
  const encoded = byName.get("data_base64");
  const base64 = encoded === undefined || isNull(bytes, encoded) ? undefined : encoded;
  if (data !== undefined && base64 !== undefined) {
    throw new EventProblem("The CloudEvent has both data and data_base64. Send one of them.", "data_base64");
  }
  const attributes = new Map<string, AttributeValue>();
  for (const member of members) {
    if (member.name === "data" || member.name === "data_base64") continue;
    checkAttributeName(member.name);
    const value = attributeValue(bytes, member);
    if (value !== undefined) attributes.set(member.name, value);
  }
  const given = attributes.get("datacontenttype");
  const contentType = typeof given === "string" && given !== "" ? given : "application/json";
  if (base64 !== undefined) {
    return draftOf(attributes, { contentType, data: base64Bytes(bytes, base64, contentType) });
  }
  const payload = data === undefined ? new Uint8Array() : dataBytes(bytes, data, contentType);
  return draftOf(attributes, { contentType, data: payload });
}
