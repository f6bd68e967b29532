import { readCodePoint } from "./utf8";

/** Deepest nesting of lists and objects in a payload: a list in a list is 2 deep. */
export const maxJsonDepth = 64;

/** Where a value lies in the bytes, without the white space around it. */
export interface JsonSlice {
  readonly start: number;
  readonly end: number;
}
export interface JsonMember extends JsonSlice {
  readonly name: string;
}

/** Thrown by the scanner; `message` is a sentence that names the position. */
export class JsonProblem extends Error {
  override readonly name = "JsonProblem";
  /** Position of the byte that does not fit, from 0. */
  readonly at: number;

  constructor(what: string, at: number) {
    super(`${what} at byte ${at}.`);
    this.at = at;
  }
}

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openList = 0x5b;
const closeList = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;
const minus = 0x2d;
const zero = 0x30;

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= zero && byte <= 0x39;

function isHexDigit(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  const lower = byte | 0x20;
  return isDigit(byte) || (lower >= 0x61 && lower <= 0x66);
}

function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return at;
    at += 1;
  }
}

function expected(what: string, bytes: Uint8Array, at: number): JsonProblem {
  return at >= bytes.length
    ? new JsonProblem(`The JSON ends too early: ${what} was expected`, at)
    : new JsonProblem(`This is not JSON: ${what} was expected`, at);
}

function skipEscape(bytes: Uint8Array, at: number): number {
  const byte = bytes[at + 1];
  if (byte === 0x75) {
    for (let index = 2; index < 6; index += 1) {
      if (!isHexDigit(bytes[at + index])) throw expected("four hex digits", bytes, at + index);
    }
    return at + 6;
  }
  // " \ / b f n r t
  if (
    byte === quote ||
    byte === backslash ||
    byte === 0x2f ||
    byte === 0x62 ||
    byte === 0x66 ||
    byte === 0x6e ||
    byte === 0x72 ||
    byte === 0x74
  ) {
    return at + 2;
  }
  throw expected("a known escape after the backslash", bytes, at + 1);
}

function skipString(bytes: Uint8Array, from: number): number {
  let at = from + 1;
  for (;;) {
    const byte = bytes[at];
    if (byte === undefined) throw expected("the closing quote of a text", bytes, at);
    if (byte === quote) return at + 1;
    if (byte === backslash) at = skipEscape(bytes, at);
    else if (byte < 0x20) throw new JsonProblem("A control character must be escaped in JSON", at);
    else if (byte < 0x80) at += 1;
    else {
      const read = readCodePoint(bytes, at);
      if (read === undefined) throw new JsonProblem("The text is not UTF-8", at);
      at = read.next;
    }
  }
}

function skipDigits(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isDigit(bytes[at])) at += 1;
  if (at === from) throw expected("a digit", bytes, at);
  return at;
}

function skipNumber(bytes: Uint8Array, from: number): number {
  let at = bytes[from] === minus ? from + 1 : from;
  at = bytes[at] === zero ? at + 1 : skipDigits(bytes, at);
  if (bytes[at] === 0x2e) at = skipDigits(bytes, at + 1);
  if (bytes[at] === 0x65 || bytes[at] === 0x45) {
    at += 1;
    if (bytes[at] === 0x2b || bytes[at] === minus) at += 1;
    at = skipDigits(bytes, at);
  }
  return at;
}

function skipWord(bytes: Uint8Array, from: number, word: string): number {
  for (let index = 0; index < word.length; index += 1) {
    if (bytes[from + index] !== word.charCodeAt(index)) throw expected(`"${word}"`, bytes, from + index);
  }
  return from + word.length;
}

/** Checks the value that begins at `at` and returns the position behind it; `depth` counts what encloses it. */
function skipValue(bytes: Uint8Array, at: number, depth: number): number {
  const byte = bytes[at];
  if (byte === quote) return skipString(bytes, at);
  if (byte === openObject) return skipObject(bytes, at, depth + 1);
  if (byte === openList) return skipList(bytes, at, depth + 1);
  if (byte === 0x74) return skipWord(bytes, at, "true");
  if (byte === 0x66) return skipWord(bytes, at, "false");
  if (byte === 0x6e) return skipWord(bytes, at, "null");
  if (byte === minus || isDigit(byte)) return skipNumber(bytes, at);
  throw expected("a value", bytes, at);
}

function checkDepth(depth: number, at: number): void {
  if (depth > maxJsonDepth) {
    throw new JsonProblem(`The JSON is nested deeper than ${maxJsonDepth} levels`, at);
  }
}

function skipObject(
  bytes: Uint8Array,
  from: number,
  depth: number,
  onMember?: (nameStart: number, nameEnd: number, start: number, end: number) => void,
): number {
  checkDepth(depth, from);
  let at = skipSpace(bytes, from + 1);
  if (bytes[at] === closeObject) return at + 1;
  for (;;) {
    if (bytes[at] !== quote) throw expected('a name in "quotes"', bytes, at);
    const nameStart = at;
    const nameEnd = skipString(bytes, at);
    at = skipSpace(bytes, nameEnd);
    if (bytes[at] !== colon) throw expected("a colon", bytes, at);
    const start = skipSpace(bytes, at + 1);
    const end = skipValue(bytes, start, depth);
    onMember?.(nameStart, nameEnd, start, end);
    at = skipSpace(bytes, end);
    if (bytes[at] === closeObject) return at + 1;
    if (bytes[at] !== comma) throw expected("a comma or }", bytes, at);
    at = skipSpace(bytes, at + 1);
  }
}

function skipList(
  bytes: Uint8Array,
  from: number,
  depth: number,
  onItem?: (start: number, end: number) => void,
): number {
  checkDepth(depth, from);
  let at = skipSpace(bytes, from + 1);
  if (bytes[at] === closeList) return at + 1;
  for (;;) {
    const start = at;
    const end = skipValue(bytes, start, depth);
    onItem?.(start, end);
    at = skipSpace(bytes, end);
    if (bytes[at] === closeList) return at + 1;
    if (bytes[at] !== comma) throw expected("a comma or ]", bytes, at);
    at = skipSpace(bytes, at + 1);
  }
}

function checkEnd(bytes: Uint8Array, from: number): void {
  const at = skipSpace(bytes, from);
  if (at < bytes.length) throw new JsonProblem("Nothing may follow the JSON value, but something does", at);
}

/**
 * Checks that bytes are exactly one JSON value by RFC 8259: strict UTF-8, no byte order mark, at most
 * `maxJsonDepth` deep. Builds nothing, so repeated names, long numbers and `\u0000` stay as they are.
 * @throws JsonProblem
 */
export function checkJson(bytes: Uint8Array): void {
  checkEnd(bytes, skipValue(bytes, skipSpace(bytes, 0), 0));
}

/** The text of a JSON string that was checked before. */
export function textOfJsonString(bytes: Uint8Array, slice: JsonSlice): string {
  let text = "";
  for (let at = slice.start + 1; at < slice.end - 1; ) {
    const byte = bytes[at] ?? 0;
    if (byte === backslash) {
      const next = skipEscape(bytes, at);
      text += textOfEscape(bytes, at, next);
      at = next;
    } else if (byte < 0x80) {
      text += String.fromCharCode(byte);
      at += 1;
    } else {
      const read = readCodePoint(bytes, at);
      if (read === undefined) throw new JsonProblem("The text is not UTF-8", at);
      text += String.fromCodePoint(read.code);
      at = read.next;
    }
  }
  return text;
}

const shortEscapes: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

function textOfEscape(bytes: Uint8Array, at: number, next: number): string {
  if (next - at === 6) {
    const digits = String.fromCharCode(...bytes.subarray(at + 2, next));
    return String.fromCharCode(Number.parseInt(digits, 16));
  }
  const letter = String.fromCharCode(bytes[at + 1] ?? 0);
  return shortEscapes[letter] ?? letter;
}

/**
 * The members of an object in their order, repeated names included; each value may be `maxJsonDepth` deep itself.
 * @returns undefined when the bytes are JSON, but no object
 * @throws JsonProblem
 */
export function membersOfJsonObject(
  bytes: Uint8Array,
  within: JsonSlice = { start: 0, end: bytes.length },
): JsonMember[] | undefined {
  const part = bytes.subarray(0, within.end);
  const at = skipSpace(part, within.start);
  if (part[at] !== openObject) {
    checkEnd(part, skipValue(part, at, 0));
    return undefined;
  }
  const members: JsonMember[] = [];
  const end = skipObject(part, at, 0, (nameStart, nameEnd, start, valueEnd) => {
    members.push({ name: textOfJsonString(part, { start: nameStart, end: nameEnd }), start, end: valueEnd });
  });
  checkEnd(part, end);
  return members;
}

/**
 * The items of a list; each may be an event whose payload is `maxJsonDepth` deep.
 * @returns undefined when the bytes are JSON, but no list
 * @throws JsonProblem
 */
export function itemsOfJsonList(bytes: Uint8Array): JsonSlice[] | undefined {
  const at = skipSpace(bytes, 0);
  if (bytes[at] !== openList) {
    checkJson(bytes);
    return undefined;
  }
  const items: JsonSlice[] = [];
  // The list and the event around the payload are not counted.
  const end = skipList(bytes, at, -1, (start, itemEnd) => items.push({ start, end: itemEnd }));
  checkEnd(bytes, end);
  return items;
}
