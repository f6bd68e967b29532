import { encodeBase64 } from "./base64";
import { EventProblem } from "./event-problem";
import { mediaTypeParameter } from "./media-type";
import { decodeUtf8, encodeUtf8 } from "./utf8";

/** A file of a multipart form, as it is put into the event's data. */
export interface FormFile {
  readonly fileName: string;
  readonly contentType: string;
  readonly base64: string;
}
/** One field in the order of the form; the same name may come several times. */
export interface FormField {
  readonly name: string;
  readonly value: string | FormFile;
}

/** Most fields of one form. */
export const maxFormFields = 1000;

function checkCount(count: number): void {
  if (count > maxFormFields) {
    throw new EventProblem(`The form has more than ${maxFormFields.toLocaleString("en")} fields.`);
  }
}

function asciiOf(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** Undoes the form's own encoding: `+` is a space, `%XX` a byte, the whole is UTF-8. */
function decodeFormText(bytes: Uint8Array): string {
  const decoded: number[] = [];
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    const pair = byte === 0x25 ? asciiOf(bytes.subarray(at + 1, at + 3)) : "";
    if (/^[0-9a-fA-F]{2}$/.test(pair)) {
      decoded.push(Number.parseInt(pair, 16));
      at += 2;
    } else decoded.push(byte === 0x2b ? 0x20 : byte);
  }
  const text = decodeUtf8(Uint8Array.from(decoded));
  if (text === undefined) throw new EventProblem("The form is not UTF-8 after percent-decoding.");
  return text;
}

function* splitAt(bytes: Uint8Array, separator: number): Generator<Uint8Array> {
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(separator, start);
    yield bytes.subarray(start, end === -1 ? bytes.length : end);
    if (end === -1) return;
    start = end + 1;
  }
}

/** The fields of an `application/x-www-form-urlencoded` body. */
export function readUrlEncoded(bytes: Uint8Array): FormField[] {
  const fields: FormField[] = [];
  for (const pair of splitAt(bytes, 0x26)) {
    if (pair.length === 0) continue;
    const equals = pair.indexOf(0x3d);
    const name = decodeFormText(equals === -1 ? pair : pair.subarray(0, equals));
    fields.push({ name, value: equals === -1 ? "" : decodeFormText(pair.subarray(equals + 1)) });
    checkCount(fields.length);
  }
  return fields;
}

function indexOfBytes(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
  const first = wanted[0] ?? 0;
  for (let at = bytes.indexOf(first, from); at !== -1; at = bytes.indexOf(first, at + 1)) {
    let index = 1;
    while (index < wanted.length && bytes[at + index] === wanted[index]) index += 1;
    if (index === wanted.length) return at;
  }
  return -1;
}

function bytesOf(text: string): Uint8Array {
  return encodeUtf8(text) ?? new Uint8Array();
}

/** A file's name without folders and control characters: it is shown, never opened. */
function safeFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  return [...last]
    .filter((character) => (character.codePointAt(0) ?? 0) >= 0x20)
    .join("")
    .slice(0, 255);
}

function readPart(head: Uint8Array, body: Uint8Array): FormField {
  const text = decodeUtf8(head);
  if (text === undefined) throw new EventProblem("A part of the form has a head that is not UTF-8.");
  const headers = new Map(
    text.split("\r\n").map((line): [string, string] => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const disposition = headers.get("content-disposition") ?? "";
  const name = mediaTypeParameter(disposition, "name");
  if (name === undefined || !/^form-data\b/i.test(disposition)) {
    throw new EventProblem("A part of the form has no name.");
  }
  const fileName = mediaTypeParameter(disposition, "filename");
  if (fileName !== undefined) {
    const contentType = headers.get("content-type") ?? "application/octet-stream";
    return { name, value: { fileName: safeFileName(fileName), contentType, base64: encodeBase64(body) } };
  }
  const value = decodeUtf8(body);
  if (value === undefined)
    throw new EventProblem(`The field "${name.slice(0, 80)}" of the form is not UTF-8.`);
  return { name, value };
}

/** The fields of a `multipart/form-data` body (RFC 7578); files are kept as base 64. */
export function readMultipart(bytes: Uint8Array, contentType: string): FormField[] {
  const boundary = mediaTypeParameter(contentType, "boundary") ?? "";
  if (!/^[\x20-\x7e]{1,70}$/.test(boundary)) {
    throw new EventProblem("The content type multipart/form-data needs a boundary of 1 to 70 characters.");
  }
  const delimiter = bytesOf(`\r\n--${boundary}`);
  const opening = delimiter.subarray(2);
  const isOpen = opening.every((byte, index) => bytes[index] === byte);
  let at = isOpen ? opening.length : indexOfBytes(bytes, delimiter, 0) + delimiter.length;
  if (!isOpen && at < delimiter.length) throw new EventProblem("The form does not begin with its boundary.");
  const fields: FormField[] = [];
  for (;;) {
    if (bytes[at] === 0x2d && bytes[at + 1] === 0x2d) return fields;
    const lineEnd = indexOfBytes(bytes, bytesOf("\r\n"), at);
    const headEnd = lineEnd === -1 ? -1 : indexOfBytes(bytes, bytesOf("\r\n\r\n"), lineEnd);
    const end = headEnd === -1 ? -1 : indexOfBytes(bytes, delimiter, headEnd + 2);
    if (end === -1) throw new EventProblem("The form ends before its last boundary.");
    fields.push(
      readPart(bytes.subarray(lineEnd + 2, headEnd), bytes.subarray(headEnd + 4, Math.max(end, headEnd + 4))),
    );
    checkCount(fields.length);
    at = end + delimiter.length;
  }
}

/**
 * The fields of a form as the bytes of one JSON object: every value a text (or a file), a name that comes
 * several times a list. Written as text, so that a field may be called `__proto__` and do nothing.
 */
export function formToJson(fields: readonly FormField[]): Uint8Array {
  const byName = new Map<string, FormField["value"][]>();
  for (const { name, value } of fields) byName.set(name, [...(byName.get(name) ?? []), value]);
  const members = [...byName].map(
    ([name, values]) => `${JSON.stringify(name)}:${JSON.stringify(values.length === 1 ? values[0] : values)}`,
  );
  return bytesOf(`{${members.join(",")}}`);
}
