import { parseDocument, stringify } from "yaml";
import type { FlowDocument } from "./flow-document";
import { type ParsedFlow, parseFlow } from "./parse-flow";
import { shortForm } from "./short-form";

/** Longest text that is read as a flow, in characters. */
export const maxFlowTextLength = 2_000_000;

/** A flow as YAML in a fixed order of keys, so that two exports of one flow are the same text. */
export function flowToYaml(document: FlowDocument): string {
  return stringify(shortForm(document), { lineWidth: 110, aliasDuplicateObjects: false });
}

/** A flow as indented JSON, in the same order of keys. */
export function flowToJson(document: FlowDocument): string {
  return `${JSON.stringify(shortForm(document), undefined, 2)}\n`;
}

/** Reads a flow from YAML or JSON (which is YAML too). */
export function flowFromText(text: string): ParsedFlow {
  if (text.length > maxFlowTextLength) {
    return {
      faults: [{ at: "", message: "This text is too long for a flow: 2 million characters is the limit." }],
    };
  }
  const parsed = parseDocument(text, { prettyErrors: true });
  const error = parsed.errors[0];
  if (error !== undefined) {
    const at = error.linePos ? `line ${error.linePos[0].line}` : "";
    return { faults: [{ at, message: `${firstLine(error.message)}` }] };
  }
  try {
    // Anchors are never needed here, and expanding them is how a small file becomes a large one.
    return parseFlow(parsed.toJS({ maxAliasCount: 0 }));
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    return {
      faults: [{ at: "", message: "Anchors and aliases (`&`, `*`) are not read in flows. Write it out." }],
    };
  }
}

function firstLine(message: string): string {
  const line = message.split("\n")[0] ?? message;
  return line.replace(/ at line \d+, column \d+:?$/, ".");
}
