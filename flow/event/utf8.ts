/** First byte of a code point: how many bytes follow, the payload bits of the first, the least code point. */
function headOf(byte: number): { rest: number; bits: number; least: number } | undefined {
  if (byte >= 0xc2 && byte <= 0xdf) return { rest: 1, bits: byte & 0x1f, least: 0x80 };
  if (byte >= 0xe0 && byte <= 0xef) return { rest: 2, bits: byte & 0x0f, least: 0x800 };
  if (byte >= 0xf0 && byte <= 0xf4) return { rest: 3, bits: byte & 0x07, least: 0x10000 };
  return undefined;
}

/**
 * Reads the code point of several bytes that begins at `at`.
 * @returns its number and the position behind it, or undefined when the bytes are not strict UTF-8
 * (overlong forms, surrogates and numbers past U+10FFFF included)
 */
export function readCodePoint(bytes: Uint8Array, at: number): { code: number; next: number } | undefined {
  const head = headOf(bytes[at] ?? 0);
  if (head === undefined) return undefined;
  let code = head.bits;
  for (let index = 1; index <= head.rest; index += 1) {
    const byte = bytes[at + index] ?? 0;
    if ((byte & 0xc0) !== 0x80) return undefined;
    code = (code << 6) | (byte & 0x3f);
  }
  const isCharacter = code >= head.least && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isCharacter ? { code, next: at + 1 + head.rest } : undefined;
}

/** Decodes UTF-8, keeping a byte order mark. Undefined when any byte is not strict UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  const parts: string[] = [];
  let codes: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) {
      codes.push(byte);
      at += 1;
    } else {
      const read = readCodePoint(bytes, at);
      if (read === undefined) return undefined;
      codes.push(read.code);
      at = read.next;
    }
    if (codes.length === 4096) {
      parts.push(String.fromCodePoint(...codes));
      codes = [];
    }
  }
  return parts.join("") + String.fromCodePoint(...codes);
}

/** Encodes a text as UTF-8. Undefined when it holds half of a surrogate pair, which has no encoding. */
export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> | undefined {
  const bytes = new Uint8Array(text.length * 3);
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0xd800 && code <= 0xdfff) return undefined;
    if (code < 0x80) bytes[length++] = code;
    else {
      if (code < 0x800) bytes[length++] = 0xc0 | (code >> 6);
      else {
        if (code < 0x10000) bytes[length++] = 0xe0 | (code >> 12);
        else {
          bytes[length++] = 0xf0 | (code >> 18);
          bytes[length++] = 0x80 | ((code >> 12) & 0x3f);
        }
        bytes[length++] = 0x80 | ((code >> 6) & 0x3f);
      }
      bytes[length++] = 0x80 | (code & 0x3f);
    }
  }
  return bytes.slice(0, length);
}
