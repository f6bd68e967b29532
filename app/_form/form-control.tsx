"use client";

import { Field as Base } from "@base-ui/react/field";
import { TriangleAlert } from "lucide-react";
import { useId } from "react";
import { maxAnswerLength } from "@/flow/event/form-data";
import type { FormInput } from "@/flow/node/producer-definition";
import { cn } from "../_ui/cn";
import { Field } from "../_ui/field";
import { Icon } from "../_ui/icon";
import { Input } from "../_ui/input";
import { inputBox } from "../_ui/input-styles";
import { Textarea } from "../_ui/textarea";

interface FormControlProps {
  readonly input: FormInput;
  readonly error?: string | undefined;
  readonly onLeave: (name: string, value: string) => void;
}

const autoComplete: Readonly<Record<string, string>> = { email: "email", name: "name", phone: "tel" };

/** One input of a hosted form with its label and error; works as plain HTML too. */
export function FormControl({ input, error, onLeave }: FormControlProps) {
  if (input.type === "yes-no") return <Tick input={input} error={error} onLeave={onLeave} />;
  const { name, label, isRequired } = input;
  return (
    <Field label={label} optional={!isRequired} error={error}>
      <Box input={input} onLeave={(value) => onLeave(name, value)} />
    </Field>
  );
}

function Box({ input, onLeave }: { readonly input: FormInput; readonly onLeave: (value: string) => void }) {
  const shared = { name: input.name, required: input.isRequired };
  switch (input.type) {
    case "long-text":
      return (
        <Textarea
          {...shared}
          rows={4}
          maxLength={maxAnswerLength.long}
          onBlur={(event) => onLeave(event.target.value)}
        />
      );
    case "choice":
      return (
        <Base.Control
          render={
            <select
              {...shared}
              className={cn(inputBox, "h-10 px-2")}
              onBlur={(event) => onLeave(event.target.value)}
            >
              <option value="">Choose</option>
              {input.choices?.map((choice) => (
                <option key={choice}>{choice}</option>
              ))}
            </select>
          }
        />
      );
    default:
      return (
        <Input
          {...shared}
          size="large"
          type={input.type}
          {...(input.type === "number" ? { step: "any" } : { maxLength: maxAnswerLength.short })}
          autoComplete={autoComplete[input.type === "email" ? "email" : input.name.toLowerCase()] ?? "on"}
          onBlur={(event) => onLeave(event.target.value)}
        />
      );
  }
}

/** A plain checkbox: the library's control would treat it as a text. */
function Tick({ input, error, onLeave }: FormControlProps) {
  const errorId = useId();
  const hasError = error !== undefined;
  return (
    <div className="flex flex-col gap-1">
      <label className="flex min-h-8 items-center gap-2 text-body">
        <input
          type="checkbox"
          name={input.name}
          value="yes"
          required={input.isRequired}
          aria-invalid={hasError || undefined}
          aria-describedby={hasError ? errorId : undefined}
          className="size-4 shrink-0 accent-accent"
          onChange={(event) => onLeave(input.name, event.target.checked ? "yes" : "")}
        />
        {input.label}
      </label>
      {hasError ? (
        <p id={errorId} className="flex items-start gap-1 text-label font-normal text-bad">
          <Icon of={TriangleAlert} size={12} className="mt-0.5" />
          {error}
        </p>
      ) : null}
    </div>
  );
}
