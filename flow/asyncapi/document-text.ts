import { stringify } from "yaml";

/** The two ways in which a document is written. */
export const textFormats = ["yaml", "json"] as const;
export type TextFormat = (typeof textFormats)[number];

/** A document as a file; the same document is always the same text. */
export function asyncApiText(document: Readonly<Record<string, unknown>>, format: TextFormat): string {
  if (format === "json") return `${JSON.stringify(document, undefined, 2)}\n`;
  return stringify(document, { lineWidth: 110, aliasDuplicateObjects: false });
}
