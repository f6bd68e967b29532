"use client";

import { CirclePlus, Maximize2 } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogCancel } from "@/app/_ui/dialog";
import { Popover } from "@/app/_ui/popover";
import { codeOfPath } from "@/flow/code/code-of-path";
import type { KnownField } from "@/flow/graph/fields";
import { FieldPicker } from "../field-picker";
import { applyEdit, CodeArea } from "./code-area";
import { CodeProblemLine } from "./code-problem";

interface CodeBoxProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly fields: readonly KnownField[];
  readonly placeholder?: string | undefined;
  readonly isInvalid?: boolean | undefined;
}

/** Code with line numbers; a field can be picked into it, and it can be opened large. */
export function CodeBox(props: CodeBoxProps) {
  const [isLarge, setLarge] = useState(false);
  return (
    <>
      <CodeWithTools {...props} className="max-h-[40vh] min-h-40" onEnlarge={() => setLarge(true)} />
      <Dialog
        open={isLarge}
        onOpenChange={setLarge}
        size="wide"
        title={props.label}
        footer={<DialogCancel>Done</DialogCancel>}
      >
        <CodeWithTools {...props} className="h-[60vh]" />
      </Dialog>
    </>
  );
}

function CodeWithTools({
  className,
  onEnlarge,
  ...props
}: CodeBoxProps & { readonly className: string; readonly onEnlarge?: () => void }) {
  const { label, fields } = props;
  const box = useRef<HTMLTextAreaElement>(null);
  const [isPicking, setPicking] = useState(false);
  const insert = (path: string) => {
    setPicking(false);
    const field = box.current;
    if (!field) return;
    const { selectionStart: from, selectionEnd: to } = field;
    const text = codeOfPath(path);
    // When the list has closed and given the focus back.
    requestAnimationFrame(() =>
      applyEdit(field, { from, to, text, selection: [from + text.length, from + text.length] }),
    );
  };
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <CodeArea {...props} ref={box} className={className} />
      <CodeProblemLine code={props.value} />
      <div className="flex justify-between gap-2">
        <Popover
          label="Fields"
          open={isPicking}
          onOpenChange={setPicking}
          className="w-80 gap-0 p-0"
          trigger={
            <Button
              size="dense"
              variant="ghost"
              icon={CirclePlus}
              aria-label={`Insert a field into ${label}`}
            >
              Field
            </Button>
          }
        >
          <FieldPicker fields={fields} onPick={insert} onCancel={() => setPicking(false)} />
        </Popover>
        {onEnlarge ? (
          <Button size="dense" variant="ghost" icon={Maximize2} onClick={onEnlarge}>
            Open large
          </Button>
        ) : null}
      </div>
    </div>
  );
}
