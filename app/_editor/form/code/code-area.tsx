"use client";

import { type KeyboardEvent, type Ref, useMemo } from "react";
import { cn } from "@/app/_ui/cn";
import { inputBox } from "@/app/_ui/input-styles";
import { type CodeTokenKind, codeTokens } from "@/flow/code/code-tokens";
import { brokenLine, type CodeEdit, closed, indented, outdented } from "./code-edits";

const colours: Readonly<Record<CodeTokenKind, string>> = {
  space: "",
  comment: "text-muted",
  text: "text-ok",
  pattern: "text-wait",
  number: "text-run",
  keyword: "text-held",
  name: "",
  sign: "text-text-2",
};

interface CodeAreaProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string | undefined;
  readonly isInvalid?: boolean | undefined;
  /** Its height, as a class. */
  readonly className: string;
  readonly ref?: Ref<HTMLTextAreaElement>;
}

/** Puts an edit into a box in such a way that the browser can undo it. */
export function applyEdit(box: HTMLTextAreaElement, { from, to, text, selection }: CodeEdit): void {
  box.focus();
  box.setSelectionRange(from, to);
  if (text === "") document.execCommand("delete");
  else document.execCommand("insertText", false, text);
  box.setSelectionRange(...selection);
}

function editOf(event: KeyboardEvent<HTMLTextAreaElement>): CodeEdit | undefined {
  const { value, selectionStart: from, selectionEnd: to } = event.currentTarget;
  if (event.ctrlKey || event.metaKey || event.altKey || event.nativeEvent.isComposing) return undefined;
  if (event.key === "Tab") return event.shiftKey ? outdented(value, from, to) : indented(value, from, to);
  if (event.key === "Enter") return brokenLine(value, from, to);
  return /^[})\]]$/.test(event.key) ? closed(value, from, to, event.key) : undefined;
}

/** A box for code: line numbers, colours, and lines that begin where they should. Escape leads out of it, as Tab indents. */
export function CodeArea({ label, value, onChange, placeholder, isInvalid, className, ref }: CodeAreaProps) {
  const lines = value.split("\n").length;
  const coloured = useMemo(() => {
    let at = 0;
    return codeTokens(value).map(({ kind, text }) => {
      const key = at;
      at += text.length;
      return colours[kind] === "" ? (
        text
      ) : (
        <span key={key} className={colours[kind]}>
          {text}
        </span>
      );
    });
  }, [value]);
  return (
    <div
      data-invalid={isInvalid || undefined}
      className={cn(
        inputBox,
        "grid grid-cols-[auto_1fr] overflow-auto bg-sunken font-mono text-mono focus-within:border-ring focus-within:ring-2 focus-within:ring-ring/30",
        className,
      )}
    >
      <div className="relative col-start-2 row-start-1 h-max min-h-full min-w-max">
        <pre aria-hidden className="pointer-events-none min-h-full py-1.5 pr-8 pl-2 whitespace-pre">
          {coloured}
          {"\n"}
        </pre>
        <textarea
          ref={ref}
          aria-label={label}
          aria-invalid={isInvalid || undefined}
          value={value}
          placeholder={placeholder}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          wrap="off"
          onChange={(event) => onChange(event.currentTarget.value)}
          onKeyDown={(event) => {
            // Escape leads back to what the form belongs to, as from every other field.
            if (event.key === "Escape") return;
            event.stopPropagation();
            const edit = editOf(event);
            if (edit === undefined) return;
            event.preventDefault();
            applyEdit(event.currentTarget, edit);
          }}
          className="absolute inset-0 size-full resize-none overflow-hidden bg-transparent py-1.5 pr-8 pl-2 whitespace-pre text-transparent caret-text outline-none placeholder:text-muted"
        />
      </div>
      {/* Later in the document than the text, so that it covers what is scrolled below it. */}
      <div
        aria-hidden
        className="sticky left-0 col-start-1 row-start-1 h-max min-h-full border-r bg-sunken py-1.5 pr-2 pl-2 text-right text-muted tabular-nums select-none"
      >
        {Array.from({ length: lines }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the number of a line is its index
          <div key={index}>{index + 1}</div>
        ))}
      </div>
    </div>
  );
}
