const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const letterValues = new Map([...letters].map((letter, index) => [letter.charCodeAt(0), index]));

/** Writes bytes as base 64 (RFC 4648) with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = bytes.subarray(at, at + 3);
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    text += letters[bits >> 18];
    text += letters[(bits >> 12) & 63];
    text += b === undefined ? "=" : letters[(bits >> 6) & 63];
    text += c === undefined ? "=" : letters[bits & 63];
  }
  return text;
}

/** Reads base 64 (RFC 4648), with or without padding. Undefined when the text is something else. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const body = text.replace(/={0,2}$/, "");
  if (body.length % 4 === 1 || (body.length < text.length && text.length % 4 !== 0)) return undefined;
  const bytes = new Uint8Array(Math.floor((body.length * 3) / 4));
  let bits = 0;
  let count = 0;
  let length = 0;
  for (let at = 0; at < body.length; at += 1) {
    const value = letterValues.get(body.charCodeAt(at));
    if (value === undefined) return undefined;
    bits = ((bits << 6) | value) & 0xffffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes[length++] = (bits >> count) & 0xff;
    }
  }
  return bytes;
}
