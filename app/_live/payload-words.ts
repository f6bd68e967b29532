/** A payload in words: its fields, or what it is when it has none. */
export type PayloadWords =
  | { readonly kind: "fields"; readonly fields: readonly { readonly name: string; readonly value: string }[] }
  | { readonly kind: "text"; readonly text: string };

/** How many ends of fields are tried until the rest of a cut payload can be read. */
const maxTries = 40;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** What stands before the cut of a long payload: all fields of the object that are whole. */
function parsedStart(text: string): unknown {
  let end = text.length;
  for (let tries = 0; tries < maxTries && end > 0; tries += 1) {
    end = text.lastIndexOf(",", end - 1);
    const found = end > 0 ? parsed(`${text.slice(0, end)}}`) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function counted(count: number, word: string): string {
  return count === 1 ? `1 ${word}` : `${count} ${word}s`;
}

function valueWords(value: unknown): string {
  if (value === null || value === "") return "empty";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return counted(value.length, "item");
  if (typeof value === "object") return counted(Object.keys(value).length, "field");
  return String(value);
}

/** Says what is in a payload, from the start of it that lists carry. */
export function payloadWords(preview: string): PayloadWords {
  const text = preview.trim();
  const data = parsed(text) ?? (text.startsWith("{") ? parsedStart(text) : undefined);
  if (data === undefined) return { kind: "text", text };
  if (typeof data !== "object" || data === null || Array.isArray(data))
    return { kind: "text", text: valueWords(data) };
  return {
    kind: "fields",
    fields: Object.entries(data).map(([name, value]) => ({ name, value: valueWords(value) })),
  };
}
