import { FlaskConical } from "lucide-react";
import { useState } from "react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { CodeBlock } from "@/app/_ui/code-block";
import type { SchemaText } from "@/server/schemas/list-schemas";
import { useSchemaExample } from "./use-schema-example";

interface ExamplePanelProps {
  readonly workspace: string;
  readonly text: string;
  readonly references: SchemaText["references"];
  /** Why there can be none. */
  readonly disabled: string | false;
}

/** An event as the schema lets it through, saved or not: to look at, and to send by hand. */
export function ExamplePanel({ workspace, text, references, disabled }: ExamplePanelProps) {
  const [shown, setShown] = useState<string>();
  const [madeOf, setMadeOf] = useState<string>();
  const example = useSchemaExample(workspace, setShown);
  return (
    <section aria-label="Example event" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-3">
        <h2 className="text-heading">Example event</h2>
        <Button
          size="dense"
          icon={FlaskConical}
          disabled={disabled}
          busy={example.isBusy}
          busyLabel="Making…"
          onClick={() => {
            setMadeOf(text);
            example.make({ text, references: [...references] });
          }}
        >
          {shown === undefined ? "Make one" : "Make another one"}
        </Button>
        {shown !== undefined && madeOf !== text ? (
          <span className="text-dense text-wait">The schema was changed since.</span>
        ) : null}
      </div>
      {example.error === null ? null : <Banner tone="bad">{errorSentence(example.error)}</Banner>}
      {shown === undefined ? null : <CodeBlock code={shown} label="An event that fits" />}
    </section>
  );
}
