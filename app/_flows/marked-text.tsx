import { Fragment } from "react";

/** Sentences of the core carry light marks: backticks around topics and fields, asterisks around names. */
export function MarkedText({ text }: { readonly text: string }) {
  return text.split(/(`[^`]+`|\*[^*]+\*)/).map((part, index) => {
    const inner = part.slice(1, -1);
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one sentence never move
    if (part.length > 2 && part.startsWith("`")) return <code key={index}>{inner}</code>;
    // biome-ignore lint/suspicious/noArrayIndexKey: see above
    if (part.length > 2 && part.startsWith("*")) return <em key={index}>{inner}</em>;
    // biome-ignore lint/suspicious/noArrayIndexKey: see above
    return <Fragment key={index}>{part}</Fragment>;
  });
}
