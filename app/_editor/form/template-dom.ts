import { ExpressionError } from "@/flow/expression/expression-error";
import { parseTemplate, type TemplatePart } from "@/flow/expression/template";

/** How a chip looks: the title of its field, and whether that field is known here. */
export interface ChipFace {
  readonly title: string;
  readonly isKnown: boolean;
}
export type FaceOf = (expression: string) => ChipFace;

const chipClass =
  "mx-px inline-flex h-5 max-w-full items-center truncate rounded-chip px-1.5 align-middle text-label select-none cursor-default";
const knownClass = "bg-accent-soft text-accent-text";
const unknownClass = "bg-bad-soft text-bad";

/** The parts of a template; one that cannot be read is plain text until it can. */
function partsOf(template: string): readonly TemplatePart[] {
  try {
    return parseTemplate(template);
  } catch (error) {
    if (error instanceof ExpressionError) return [{ text: template }];
    throw error;
  }
}

/** A field as one thing in the text, which the caret cannot enter. */
export function makeChip(expression: string, faceOf: FaceOf): HTMLElement {
  const face = faceOf(expression);
  const chip = document.createElement("span");
  chip.contentEditable = "false";
  chip.dataset.expression = expression;
  chip.className = `${chipClass} ${face.isKnown ? knownClass : unknownClass}`;
  chip.textContent = face.title;
  chip.title = face.isKnown ? expression : `${expression} does not exist here`;
  return chip;
}

/** Writes a template into a box. */
export function writeTemplate(box: HTMLElement, template: string, faceOf: FaceOf): void {
  box.replaceChildren(
    ...partsOf(template).map((part) =>
      "text" in part ? document.createTextNode(part.text) : makeChip(part.expression, faceOf),
    ),
  );
}

/** Reads what stands in a box back as a template. */
export function readTemplate(box: Node): string {
  let text = "";
  for (const node of box.childNodes) {
    if (node instanceof HTMLElement && node.dataset.expression !== undefined) {
      text += `{{ ${node.dataset.expression} }}`;
    } else if (node instanceof HTMLBRElement) text += "\n";
    else if (node instanceof HTMLElement) text += readTemplate(node);
    else text += node.textContent ?? "";
  }
  return text.replaceAll("\u00a0", " ");
}

/** Puts a node at the caret (or at the end) and the caret behind it. */
export function insertAtCaret(box: HTMLElement, range: Range | undefined, node: Node): void {
  const at = range && box.contains(range.startContainer) ? range : endOf(box);
  at.deleteContents();
  at.insertNode(node);
  at.setStartAfter(node);
  at.collapse(true);
  const selection = document.getSelection();
  selection?.removeAllRanges();
  selection?.addRange(at);
}

function endOf(box: HTMLElement): Range {
  const range = document.createRange();
  range.selectNodeContents(box);
  range.collapse(false);
  return range;
}
