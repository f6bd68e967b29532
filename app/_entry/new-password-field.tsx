"use client";

import type { UseFormRegisterReturn } from "react-hook-form";
import { Field } from "@/app/_ui/field";
import { PasswordInput } from "./password-input";
import { PasswordMeter } from "./password-meter";

interface NewPasswordFieldProps {
  readonly label?: string;
  readonly register: UseFormRegisterReturn;
  readonly password: string;
  readonly personal?: readonly string[];
  readonly error?: string | undefined;
  readonly size?: "default" | "large";
}

/** Where a person chooses a password, with its strength in words below. */
export function NewPasswordField(props: NewPasswordFieldProps) {
  const { label = "Password", register, password, personal = [], error, size = "default" } = props;
  return (
    <Field
      label={label}
      error={error}
      help={
        password === "" ? (
          "At least 10 characters. A few words are easy to keep in mind."
        ) : (
          <PasswordMeter password={password} personal={personal} />
        )
      }
    >
      <PasswordInput {...register} size={size} autoComplete="new-password" />
    </Field>
  );
}
