import { Fragment } from "react";

const mark = /(\*[^*]+\*|`[^`]+`)/;

/** A sentence in the light markup of issues and changes: names between `*`, values and topics between backticks. */
export function MarkedText({ children }: { readonly children: string }) {
  return children.split(mark).map((part, index) => {
    const inner = part.slice(1, -1);
    // biome-ignore-start lint/suspicious/noArrayIndexKey: parts of one sentence have nothing but their place
    if (part.length > 2 && part.startsWith("*")) {
      return (
        <strong key={index} className="font-strong">
          {inner}
        </strong>
      );
    }
    if (part.length > 2 && part.startsWith("`")) {
      return <code key={index}>{inner}</code>;
    }
    return <Fragment key={index}>{part}</Fragment>;
    // biome-ignore-end lint/suspicious/noArrayIndexKey: see above
  });
}
