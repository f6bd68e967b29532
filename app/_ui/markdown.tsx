import { Fragment, type ReactNode } from "react";
import { cn } from "./cn";

const inline = /(\*\*[^*]+\*\*|\*[^*]+\*|`[^`]+`|\[[^\]]+\]\(https?:\/\/[^\s)]+\))/;

/** Bold, italic, code and links within a line. */
function Inline({ text }: { readonly text: string }): ReactNode {
  return text.split(inline).map((part, index) => {
    // biome-ignore-start lint/suspicious/noArrayIndexKey: parts of one line have nothing but their place
    const link = /^\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)$/.exec(part);
    if (link) {
      return (
        <a
          key={index}
          href={link[2]}
          target="_blank"
          rel="noreferrer"
          className="nodrag text-accent-text underline"
        >
          {link[1]}
        </a>
      );
    }
    if (/^\*\*.+\*\*$/.test(part)) {
      return (
        <strong key={index} className="font-strong text-text">
          {part.slice(2, -2)}
        </strong>
      );
    }
    if (/^\*.+\*$/.test(part)) return <em key={index}>{part.slice(1, -1)}</em>;
    if (/^`.+`$/.test(part)) return <code key={index}>{part.slice(1, -1)}</code>;
    return <Fragment key={index}>{part}</Fragment>;
    // biome-ignore-end lint/suspicious/noArrayIndexKey: see above
  });
}

type Block =
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "list"; readonly isOrdered: boolean; readonly items: readonly string[] }
  | { readonly kind: "text"; readonly lines: readonly string[] };

function blocksOf(source: string): Block[] {
  const blocks: Block[] = [];
  for (const line of source.split("\n")) {
    const last = blocks.at(-1);
    const heading = /^#{1,6}\s+(.+)$/.exec(line)?.[1];
    const item = /^\s*(?:([-*])|\d+[.)])\s+(.+)$/.exec(line);
    if (heading !== undefined) blocks.push({ kind: "heading", text: heading });
    else if (item) {
      const isOrdered = item[1] === undefined;
      const text = item[2] ?? "";
      if (last?.kind === "list" && last.isOrdered === isOrdered) {
        blocks[blocks.length - 1] = { ...last, items: [...last.items, text] };
      } else blocks.push({ kind: "list", isOrdered, items: [text] });
    } else if (line.trim() === "") blocks.push({ kind: "text", lines: [] });
    else if (last?.kind === "text" && last.lines.length > 0) {
      blocks[blocks.length - 1] = { ...last, lines: [...last.lines, line] };
    } else blocks.push({ kind: "text", lines: [line] });
  }
  return blocks.filter((block) => block.kind !== "text" || block.lines.length > 0);
}

/** A small part of Markdown: headings, lists, bold, italic, code and links. Never HTML. */
export function Markdown({
  children,
  className,
}: {
  readonly children: string;
  readonly className?: string;
}) {
  return (
    <div className={cn("flex flex-col gap-1.5 wrap-anywhere", className)}>
      {blocksOf(children).map((block, index) => {
        // biome-ignore-start lint/suspicious/noArrayIndexKey: blocks of one text have nothing but their place
        if (block.kind === "heading") {
          return (
            <p key={index} className="font-strong text-text">
              <Inline text={block.text} />
            </p>
          );
        }
        if (block.kind === "list") {
          const List = block.isOrdered ? "ol" : "ul";
          return (
            <List key={index} className={cn("pl-4", block.isOrdered ? "list-decimal" : "list-disc")}>
              {block.items.map((item, at) => (
                <li key={at}>
                  <Inline text={item} />
                </li>
              ))}
            </List>
          );
        }
        return (
          <p key={index} className="whitespace-pre-line">
            <Inline text={block.lines.join("\n")} />
          </p>
        );
        // biome-ignore-end lint/suspicious/noArrayIndexKey: see above
      })}
    </div>
  );
}
