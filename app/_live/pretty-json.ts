const withoutSpace = (text: string) => text.replace(/\s/g, "");

/** JSON text in lines; as it is where reading and writing it again would change it, as with long numbers. */
export function prettyJson(text: string): string {
  try {
    const pretty = JSON.stringify(JSON.parse(text), null, 2);
    return withoutSpace(pretty) === withoutSpace(text) ? pretty : text;
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
