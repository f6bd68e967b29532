"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { Banner } from "@/app/_ui/banner";
import { cn } from "@/app/_ui/cn";
import { Segmented } from "@/app/_ui/segmented";
import { SkeletonRows } from "@/app/_ui/skeleton";
import { codeOnly, type DesignNode } from "@/flow/schema-design/design";
import { readDesign } from "@/flow/schema-design/read-design";
import { designText, parseSchemaText } from "@/flow/schema-design/write-design";
import { OtherFields } from "./field-details";
import { FieldTable } from "./field-table";

// Nobody needs it to see the table.
const CodeArea = dynamic(
  () => import("@/app/_editor/form/code/code-area").then(({ CodeArea: Area }) => Area),
  { ssr: false, loading: () => <SkeletonRows /> },
);

interface DesignerProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
  /** The format and the role let it be changed. */
  readonly disabled?: boolean;
}

type View = "table" | "code" | "both";

/** A schema as a table of fields and as code. The code is the truth; both show the same at any time. */
export function Designer({ text, onChange, disabled = false }: DesignerProps) {
  const [view, setView] = useState<View>("both");
  const parsed = parseSchemaText(text);
  const problem = "problem" in parsed ? parsed.problem : undefined;
  const root = "schema" in parsed ? readDesign(parsed.schema) : undefined;
  const edit = (next: DesignNode) => onChange(designText(next));
  return (
    <section aria-label="Design" className="flex min-h-0 flex-col gap-2">
      <div className="flex flex-wrap items-center gap-4">
        <Segmented
          label="View"
          size="dense"
          value={view}
          onValueChange={setView}
          segments={[
            { value: "both", label: "Both" },
            { value: "table", label: "Table" },
            { value: "code", label: "Code" },
          ]}
        />
        {root?.kind === "object" ? (
          <fieldset disabled={disabled} className="text-dense">
            <legend className="sr-only">The whole event</legend>
            <OtherFields node={root} onChange={edit} />
          </fieldset>
        ) : null}
        {root === undefined || codeOnly(root).length === 0 ? null : (
          <p className="text-label font-normal text-muted">
            Set in code: <span className="font-mono">{codeOnly(root).join(", ")}</span>
          </p>
        )}
      </div>
      <div className={cn("grid gap-4", view === "both" && "lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]")}>
        {view === "code" ? null : (
          <div className="min-w-0 self-start overflow-hidden rounded-card border bg-surface shadow-1">
            {root === undefined ? (
              <Banner tone="wait" flush>
                {problem} The table shows it again as soon as it is.
              </Banner>
            ) : root.kind === "object" ? (
              <FieldTable root={root} onChange={edit} disabled={disabled} />
            ) : (
              <p className="p-4 text-muted">
                This schema is not one object, so it is set in code as a whole. Change it in the code view.
              </p>
            )}
          </div>
        )}
        {view === "table" ? null : (
          <div className="flex min-w-0 flex-col gap-1">
            <CodeArea
              label="Schema as code"
              value={text}
              onChange={(next) => {
                if (!disabled) onChange(next);
              }}
              isInvalid={problem !== undefined}
              className="h-[50vh] min-h-60"
            />
            {problem === undefined ? null : (
              <p role="status" className="text-label font-normal text-bad">
                {problem}
              </p>
            )}
          </div>
        )}
      </div>
    </section>
  );
}
