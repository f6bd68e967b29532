/** A payload as JSON; undefined when it is something else. */
export function payloadJson(text: string | null): { readonly value: unknown } | undefined {
  if (text === null) return undefined;
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
