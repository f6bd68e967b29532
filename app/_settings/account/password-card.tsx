"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import * as z from "zod";
import { NewPasswordField } from "@/app/_entry/new-password-field";
import { newPasswordSchema } from "@/app/_entry/new-password-schema";
import { PasswordInput } from "@/app/_entry/password-input";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { Card } from "@/app/_ui/card";
import { Field } from "@/app/_ui/field";
import { showToast } from "@/app/_ui/show-toast";
import { changePassword } from "./change-password";

const schema = z.object({
  current: z.string().min(1, "Write your present password."),
  next: newPasswordSchema,
});

interface PasswordCardProps {
  readonly email: string;
  readonly personal: readonly string[];
}

export function PasswordCard({ email, personal }: PasswordCardProps) {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const [refusal, setRefusal] = useState<string>();
  const form = useForm({
    resolver: zodResolver(schema),
    mode: "onTouched",
    defaultValues: { current: "", next: "" },
  });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async ({ current, next }) => {
    const reason = await changePassword(current, next);
    setRefusal(reason);
    if (reason !== undefined) return;
    form.reset();
    await cache.invalidateQueries(trpc.account.sessions.queryFilter());
    showToast("Your password was changed. You are signed out everywhere else.");
  });
  return (
    <Card title="Password">
      {/* Sent before the page reacts, it must not lead to an address with the password in it. */}
      <form method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
        {refusal === undefined ? null : <Banner tone="bad">{refusal}</Banner>}
        {/* Tells password managers whose password this is. */}
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        <Field label="Present password" error={errors.current?.message}>
          <PasswordInput {...form.register("current")} autoComplete="current-password" />
        </Field>
        <NewPasswordField
          label="New password"
          register={form.register("next")}
          password={form.watch("next")}
          personal={personal}
          error={errors.next?.message}
        />
        <div>
          <Button type="submit" busy={isSubmitting} busyLabel="Changing…">
            Change password
          </Button>
        </div>
      </form>
    </Card>
  );
}
