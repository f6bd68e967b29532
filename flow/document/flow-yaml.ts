import { parseDocument, stringify } from "yaml";
import type { FlowDocument } from "./flow-document";
import { type ParsedFlow, parseFlow } from "./parse-flow";
import { shortForm } from "./short-form";
import { isNestedDeeper } from "./text-depth";

/** Longest text that is read as a flow, in characters. */
export const maxFlowTextLength = 2_000_000;
/** Lists and objects around one value; steps in branches of branches need four for each level. */
const maxDepth = 100;

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
    return refused("This text is too long for a flow: 2 million characters is the limit.");
  }
  if (isNestedDeeper(text, maxDepth)) return refused("This is nested too deeply for a flow.");
  const parsed = parseDocument(text, { prettyErrors: true });
  const error = parsed.errors[0];
  if (error !== undefined) {
    return refused(firstLine(error.message), error.linePos && `line ${error.linePos[0].line}`);
  }
  try {
    // Anchors are never needed here, and expanding them is how a small file becomes a large one.
    return parseFlow(parsed.toJS({ maxAliasCount: 0 }));
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    return refused("Anchors and aliases (`&`, `*`) are not read in flows. Write it out.");
  }
}

function refused(message: string, at = ""): ParsedFlow {
  return { faults: [{ at, message }] };
}

function firstLine(message: string): string {
  const line = message.split("\n")[0] ?? message;
  return line.replace(/ at line \d+, column \d+:?$/, ".");
}
