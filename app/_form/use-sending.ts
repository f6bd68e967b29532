import { type FormEvent, useEffect, useRef, useState } from "react";
import { checkAnswer } from "@/flow/event/form-data";
import type { FormInput } from "@/flow/node/producer-definition";
import { type SendOutcome, sendForm } from "./send-form";
import { usePress } from "./use-press";

/** Sentences by the name of the input. */
type Errors = Readonly<Record<string, string | undefined>>;

function problemsOf(inputs: readonly FormInput[], data: FormData): Errors {
  const problems: Record<string, string> = {};
  for (const input of inputs) {
    const value = data.get(input.name);
    const result = checkAnswer(input, typeof value === "string" ? value : undefined);
    if (!result.ok) problems[input.name] = result.message;
  }
  return problems;
}

/** Checks the answers of a form, each when it is left and all before sending, and sends them. */
export function useSending(
  inputs: readonly FormInput[],
  action: string,
  onSent: (outcome: SendOutcome) => void,
) {
  const element = useRef<HTMLFormElement>(null);
  const [errors, setErrors] = useState<Errors>({});
  const [refusal, setRefusal] = useState<string>();
  const [isSending, setSending] = useState(false);
  const [isAwake, setAwake] = useState(false);
  const { onPointerDown, afterPress } = usePress();
  useEffect(() => setAwake(true), []);

  function showProblems(problems: Errors): void {
    setErrors(problems);
    const first = inputs.find(({ name }) => problems[name] !== undefined);
    const control = first && element.current?.elements.namedItem(first.name);
    if (control instanceof HTMLElement) control.focus();
  }

  async function onSubmit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (isSending) return;
    const data = new FormData(event.currentTarget);
    setRefusal(undefined);
    const problems = problemsOf(inputs, data);
    if (Object.keys(problems).length > 0) return showProblems(problems);
    setSending(true);
    const outcome = await sendForm(action, data);
    setSending(false);
    if (outcome.kind === "refused") setRefusal(outcome.message);
    else onSent(outcome);
  }

  function onInput({ target }: FormEvent<HTMLFormElement>): void {
    const name = "name" in target ? target.name : undefined;
    if (typeof name === "string") setErrors((previous) => ({ ...previous, [name]: undefined }));
  }

  function onLeave(name: string, value: string): void {
    const input = inputs.find((candidate) => candidate.name === name);
    // An empty field is not wrong while the form is still being filled in.
    if (input === undefined || value === "") return;
    const result = checkAnswer(input, value);
    if (!result.ok) afterPress(() => setErrors((previous) => ({ ...previous, [name]: result.message })));
  }

  return { element, errors, refusal, isSending, isAwake, onSubmit, onInput, onPointerDown, onLeave };
}
