"use client";

import "./form.css";

import { CirclePlus, SquareFunction } from "lucide-react";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { cn } from "@/app/_ui/cn";
import { Icon } from "@/app/_ui/icon";
import { inputBox } from "@/app/_ui/input-styles";
import { MarkedText } from "@/app/_ui/marked-text";
import { Popover } from "@/app/_ui/popover";
import { Textarea } from "@/app/_ui/textarea";
import { type FieldChip, readChip, writeChip } from "@/flow/expression/field-chip";
import type { KnownField } from "@/flow/graph/fields";
import { useEditor } from "../state/editor-context";
import { ChipOptions } from "./chip-options";
import { FieldPicker } from "./field-picker";
import { type FaceOf, insertAtCaret, makeChip, readTemplate, writeTemplate } from "./template-dom";
import { previewOf } from "./template-preview";
import { usePatterns } from "./use-patterns";

export interface TemplateBoxProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly fields: readonly KnownField[];
  readonly isLong?: boolean | undefined;
  readonly placeholder?: string | undefined;
  readonly isInvalid?: boolean | undefined;
  /** The line under the box; off inside tables. */
  readonly hasPreview?: boolean | undefined;
}

/** Text with field chips. `{` or the ⊕ picks a field, `ƒ` shows the text as it is stored. */
export function TemplateBox(props: TemplateBoxProps) {
  const { label, value, onChange, fields, isLong = false, placeholder, isInvalid, hasPreview = true } = props;
  const [isRaw, setRaw] = useState(false);
  const faceOf = useMemo(() => faces(fields), [fields]);
  const frame = useRef<HTMLDivElement>(null);
  const switchTo = (raw: boolean) => {
    flushSync(() => setRaw(raw));
    // The button that was pressed has gone with its box: the other box has the keyboard.
    frame.current?.querySelector<HTMLElement>("textarea, [role=textbox]")?.focus();
  };
  usePatterns();
  const preview = previewOf(value, fields, new Date());
  return (
    <div ref={frame} className="flex min-w-0 flex-col gap-1">
      {isRaw ? (
        <div className="relative">
          <Textarea
            mono
            rows={isLong ? 4 : 1}
            aria-label={`${label} as text`}
            value={value}
            spellCheck={false}
            className="pr-8"
            onChange={(event) => onChange(event.currentTarget.value)}
          />
          <BoxButton icon={SquareFunction} label="Show field chips" isOn onPress={() => switchTo(false)} />
        </div>
      ) : (
        <ChipBox
          label={label}
          value={value}
          onChange={onChange}
          fields={fields}
          faceOf={faceOf}
          isLong={isLong}
          placeholder={placeholder}
          isInvalid={isInvalid}
          onRaw={() => switchTo(true)}
        />
      )}
      {hasPreview && preview.kind !== "none" ? (
        <p
          className={cn(
            "truncate text-label font-normal",
            preview.kind === "wrong" ? "text-bad" : preview.kind === "missing" ? "text-wait" : "text-muted",
          )}
          title={preview.text}
        >
          {preview.kind === "value" ? (
            `On the sample: ${preview.text}`
          ) : (
            <MarkedText>{preview.text}</MarkedText>
          )}
        </p>
      ) : null}
    </div>
  );
}

/** Chips carry the title of their field; longer expressions stand as they are. */
function faces(fields: readonly KnownField[]): FaceOf {
  const byPath = new Map(fields.map((field) => [field.path, field]));
  const isAnyDataKnown = fields.some(({ origin }) => origin === "data");
  return (expression) => {
    const chip = readChip(expression);
    const field = byPath.get(chip?.path ?? expression);
    // What is done to the value is told where the chip is pressed; that something is, by a mark.
    const isPlain = chip?.format === undefined && chip?.ifEmpty === undefined;
    if (field) return { title: isPlain ? field.title : `${field.title} ✎`, isKnown: true };
    if (!chip) return { title: `ƒ ${expression}`, isKnown: true };
    const name = chip.path.split(".").at(-1) ?? chip.path;
    return { title: name, isKnown: !isAnyDataKnown && chip.path.startsWith("data.") };
  };
}

interface ChipBoxProps extends TemplateBoxProps {
  readonly faceOf: FaceOf;
  readonly onRaw: () => void;
}

function ChipBox(props: ChipBoxProps) {
  const { label, value, onChange, fields, faceOf, isLong = false, placeholder, isInvalid, onRaw } = props;
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const box = useRef<HTMLDivElement>(null);
  const written = useRef<string>(undefined);
  const caret = useRef<Range>(undefined);
  const [picking, setPicking] = useState<{ readonly chip: HTMLElement | undefined }>();

  useEffect(() => {
    // What was just typed is in the box already: writing it again would move the caret.
    if (!box.current || written.current === value) return;
    writeTemplate(box.current, value, faceOf);
    written.current = value;
  }, [value, faceOf]);

  const read = () => {
    if (!box.current) return;
    written.current = readTemplate(box.current);
    onChange(written.current);
  };
  const openPicker = (chip?: HTMLElement) => {
    const selection = document.getSelection();
    caret.current = selection?.rangeCount ? selection.getRangeAt(0).cloneRange() : undefined;
    setPicking({ chip });
  };
  const close = () => {
    setPicking(undefined);
    requestAnimationFrame(() => box.current?.focus());
  };
  const picked = readChip(picking?.chip?.dataset.expression ?? "");
  const rewrite = (next: FieldChip) => {
    const chip = makeChip(writeChip(next), faceOf);
    picking?.chip?.replaceWith(chip);
    setPicking({ chip });
    read();
  };
  const pick = (path: string) => {
    const chip = makeChip(picked ? writeChip({ ...picked, path }) : path, faceOf);
    if (picking?.chip) picking.chip.replaceWith(chip);
    else if (box.current) insertAtCaret(box.current, caret.current, chip);
    close();
    read();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Escape leads back to what the form belongs to, as from every other field.
    if (event.key === "Escape") return;
    // A run and the list of commands can be asked for while typing.
    if (event.ctrlKey || event.metaKey) return;
    event.stopPropagation();
    if (event.key === "{" && !isReadOnly) {
      event.preventDefault();
      openPicker();
    }
    if (event.key === "Enter" && !isLong) event.preventDefault();
  };
  return (
    <div className="relative min-w-0">
      {/* biome-ignore lint/a11y/useSemanticElements: no input holds chips among its text */}
      <div
        ref={box}
        role="textbox"
        tabIndex={0}
        aria-label={label}
        aria-multiline={isLong}
        aria-invalid={isInvalid || undefined}
        contentEditable={isReadOnly ? false : "plaintext-only"}
        aria-readonly={isReadOnly || undefined}
        suppressContentEditableWarning
        spellCheck={false}
        data-placeholder={placeholder}
        onInput={read}
        onKeyDown={onKeyDown}
        onClick={(event) => {
          const chip =
            event.target instanceof Element ? event.target.closest<HTMLElement>("[data-expression]") : null;
          if (chip && !isReadOnly) openPicker(chip);
        }}
        className={cn(
          inputBox,
          "template-box py-[5px] pr-14 pl-2 text-dense wrap-anywhere whitespace-pre-wrap focus:border-ring focus:ring-2 focus:ring-ring/30 focus:outline-none",
          isLong ? "min-h-24" : "min-h-8",
        )}
      />
      <BoxButton
        icon={CirclePlus}
        label={`Insert a field into ${label}`}
        onPress={() => openPicker()}
        isSecond
      />
      <BoxButton icon={SquareFunction} label={`Show ${label} as text`} onPress={onRaw} />
      {picking ? (
        <Popover
          open
          label={`Fields for ${label}`}
          anchor={picking.chip ?? box}
          className="w-80 gap-0 p-0"
          onOpenChange={(isOpen) => {
            if (!isOpen) close();
          }}
        >
          {picked ? <ChipOptions chip={picked} onChange={rewrite} /> : null}
          <FieldPicker fields={fields} onPick={pick} onCancel={close} />
          {picking.chip ? (
            <button
              type="button"
              className="m-1 h-8 rounded-control px-2 text-left text-dense text-bad hover:bg-bad-soft"
              onClick={() => {
                picking.chip?.remove();
                close();
                read();
              }}
            >
              Remove
            </button>
          ) : null}
        </Popover>
      ) : null}
    </div>
  );
}

interface BoxButtonProps {
  readonly icon: typeof CirclePlus;
  readonly label: string;
  readonly onPress: () => void;
  readonly isOn?: boolean;
  readonly isSecond?: boolean;
}

/** The small buttons in the upper right corner of the box. */
function BoxButton({ icon, label, onPress, isOn = false, isSecond = false }: BoxButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-pressed={isOn || undefined}
      // The caret must stay where the field goes.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPress}
      className={cn(
        "absolute top-1 grid size-6 place-items-center rounded-chip hover:bg-hover hover:text-text",
        isSecond ? "right-7" : "right-1",
        isOn ? "text-accent-text" : "text-muted",
      )}
    >
      <Icon of={icon} size={14} />
    </button>
  );
}
