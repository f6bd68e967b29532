const shape = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/**
 * A `traceparent` by the rules of W3C Trace Context, or undefined when the trace must be started anew:
 * malformed, version ff, all-zero ids, several headers joined by a comma, trailing data in version 00.
 */
export function validTraceParent(value: string | undefined): string | undefined {
  const match = shape.exec(value?.trim() ?? "");
  if (match === null) return undefined;
  const [text, version, traceId, parentId, , rest] = match;
  if (version === "ff" || /^0+$/.test(traceId ?? "") || /^0+$/.test(parentId ?? "")) return undefined;
  if (version === "00" && rest !== undefined) return undefined;
  return text;
}

const maxTraceStateMembers = 32;
const maxTraceStateLength = 512;
const member =
  /^(?:[a-z][a-z0-9_\-*/]{0,255}|[a-z0-9][a-z0-9_\-*/]{0,240}@[a-z][a-z0-9_\-*/]{0,13})=[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/;

/**
 * The `tracestate` to keep beside a valid `traceparent`. A list that breaks the rules is dropped as a whole;
 * one that is too long loses whole members from its end, never part of one.
 */
export function validTraceState(value: string | undefined): string | undefined {
  const members = (value ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const keys = new Set(members.map((part) => part.slice(0, part.indexOf("="))));
  const isBroken = members.some((part) => !member.test(part)) || keys.size !== members.length;
  if (members.length === 0 || members.length > maxTraceStateMembers || isBroken) return undefined;
  while (members.join(",").length > maxTraceStateLength) members.pop();
  return members.length === 0 ? undefined : members.join(",");
}
