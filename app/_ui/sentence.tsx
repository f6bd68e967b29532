import { Fragment } from "react";

/** Cuts a sentence at its marks: `code` and *name*; a mark without a partner is plain text. */
function partsOf(
  text: string,
): readonly { readonly kind: "text" | "code" | "name"; readonly text: string }[] {
  return text.split(/(`[^`]+`|\*[^*\n]+\*)/).map((part) => {
    if (part.length > 2 && part.startsWith("`")) return { kind: "code", text: part.slice(1, -1) };
    if (part.length > 2 && part.startsWith("*") && part.endsWith("*"))
      return { kind: "name", text: part.slice(1, -1) };
    return { kind: "text", text: part };
  });
}

/** A sentence of the engine or of a rule, with `fields` in mono and the *names* of steps in italics. Never HTML. */
export function Sentence({ children }: { readonly children: string }) {
  return partsOf(children).map((part, index) => {
    const key = `${index}`;
    if (part.kind === "code") {
      return <code key={key}>{part.text}</code>;
    }
    return part.kind === "name" ? <em key={key}>{part.text}</em> : <Fragment key={key}>{part.text}</Fragment>;
  });
}
