"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import * as z from "zod";
import { emailSchema } from "@/app/_entry/new-password-schema";
import { PasswordInput } from "@/app/_entry/password-input";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import { signIn } from "./sign-in";

const schema = z.object({ email: emailSchema, password: z.string().min(1, "Write your password.") });

export function SignInForm({ next }: { readonly next: string }) {
  const [refusal, setRefusal] = useState<string>();
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { email: "", password: "" } });
  const { errors, isSubmitting, isSubmitSuccessful } = form.formState;
  const submit = form.handleSubmit(async ({ email, password }) => {
    setRefusal(undefined);
    const reason = await signIn(email, password);
    if (reason === undefined) {
      // A full load: nothing that was asked before the session stays.
      window.location.replace(next);
      return;
    }
    setRefusal(reason);
    form.resetField("password");
    form.setFocus("password");
  });
  return (
    // Sent before the page reacts, it must not lead to an address with the password in it.
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      {refusal === undefined ? null : <Banner tone="bad">{refusal}</Banner>}
      <Field label="E-mail" error={errors.email?.message}>
        <Input
          {...form.register("email")}
          size="large"
          type="email"
          autoComplete="username"
          inputMode="email"
          autoFocus
        />
      </Field>
      <Field label="Password" error={errors.password?.message}>
        <PasswordInput {...form.register("password")} size="large" autoComplete="current-password" />
      </Field>
      <Button
        type="submit"
        variant="primary"
        size="large"
        className="mt-2"
        busy={isSubmitting || (isSubmitSuccessful && refusal === undefined)}
        busyLabel="Signing in…"
      >
        Sign in
      </Button>
    </form>
  );
}
