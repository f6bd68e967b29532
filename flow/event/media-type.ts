/** Type and subtype of a content type in lower case, without parameters: `application/json`. */
export function mediaTypeOf(contentType: string): string {
  return (contentType.split(";", 1)[0] ?? "").trim().toLowerCase();
}

/** Whether a content type says JSON: a subtype `json`, or one that ends in `+json`. */
export function isJsonType(contentType: string): boolean {
  return /^[^/\s]+\/(?:[^/\s]+\+)?json$/.test(mediaTypeOf(contentType));
}

/** A parameter of a content type without its quotes, such as `boundary` or `charset`. */
export function mediaTypeParameter(contentType: string, name: string): string | undefined {
  const pattern = new RegExp(`;\\s*${name}\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]+))`, "i");
  const match = pattern.exec(contentType);
  return match?.[1]?.replace(/\\(.)/g, "$1") ?? match?.[2];
}
