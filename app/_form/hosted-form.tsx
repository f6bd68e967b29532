"use client";

import { useEffect, useRef, useState } from "react";
import { honeypotField } from "@/flow/event/form-data";
import type { FormInput } from "@/flow/node/producer-definition";
import { Banner } from "../_ui/banner";
import { Button } from "../_ui/button";
import { FormControl } from "./form-control";
import type { SendOutcome } from "./send-form";
import { useSending } from "./use-sending";

/** What a form shows; comes from its producer's definition. */
export interface HostedFormView {
  readonly title: string;
  readonly intro?: string | undefined;
  readonly button: string;
  readonly thanks: string;
  readonly inputs: readonly FormInput[];
}

export interface HostedFormProps {
  readonly form: HostedFormView;
  /** Its address, `/in/<key>`. */
  readonly action: string;
  /** It was sent already, without JavaScript. */
  readonly isSent?: boolean;
  /** 1 on a page of its own, 2 in a panel. */
  readonly headingLevel?: 1 | 2;
  readonly onSent?: ((outcome: SendOutcome) => void) | undefined;
}

/** A form that anybody may fill in. Each sent form is an event; without JavaScript the browser posts it itself. */
export function HostedForm({ form, action, isSent = false, headingLevel = 1, onSent }: HostedFormProps) {
  const [isDone, setDone] = useState(isSent);
  const Heading = headingLevel === 1 ? "h1" : "h2";
  return (
    <div className="flex flex-col gap-4">
      <Heading className={headingLevel === 1 ? "text-display" : "text-heading"}>{form.title}</Heading>
      {isDone ? (
        <Thanks text={form.thanks} onAgain={() => setDone(false)} />
      ) : (
        <Fields
          form={form}
          action={action}
          onSent={(outcome) => {
            setDone(true);
            onSent?.(outcome);
          }}
        />
      )}
    </div>
  );
}

function Thanks({ text, onAgain }: { readonly text: string; readonly onAgain: () => void }) {
  const line = useRef<HTMLParagraphElement>(null);
  const [isAwake, setAwake] = useState(false);
  useEffect(() => {
    setAwake(true);
    // The button that had the focus is gone; the answer takes its place.
    line.current?.focus();
  }, []);
  return (
    <>
      <p ref={line} tabIndex={-1} role="status" className="text-body whitespace-pre-line outline-none">
        {text}
      </p>
      {isAwake ? (
        <div>
          <Button onClick={onAgain}>Send another</Button>
        </div>
      ) : null}
    </>
  );
}

type FieldsProps = Pick<HostedFormProps, "form" | "action"> & {
  readonly onSent: (outcome: SendOutcome) => void;
};

function Fields({ form, action, onSent }: FieldsProps) {
  const { element, errors, refusal, isSending, isAwake, onLeave, ...handlers } = useSending(
    form.inputs,
    action,
    onSent,
  );
  return (
    <form
      ref={element}
      method="post"
      action={action}
      // Until the script runs, the browser checks by itself.
      noValidate={isAwake}
      {...handlers}
      className="flex flex-col gap-4"
    >
      {form.intro === undefined ? null : (
        <p className="text-body whitespace-pre-line text-text-2">{form.intro}</p>
      )}
      {form.inputs.map((input) => (
        <FormControl key={input.name} input={input} error={errors[input.name]} onLeave={onLeave} />
      ))}
      <div className="sr-only" aria-hidden="true">
        <label>
          Leave this empty
          <input type="text" name={honeypotField} tabIndex={-1} autoComplete="off" />
        </label>
      </div>
      {refusal === undefined ? null : <Banner tone="bad">{refusal}</Banner>}
      <div>
        <Button type="submit" variant="primary" size="large" busy={isSending} busyLabel="Sending…">
          {form.button}
        </Button>
      </div>
    </form>
  );
}
