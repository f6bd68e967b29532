"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
import { useForm } from "react-hook-form";
import * as z from "zod";
import { EntryFrame } from "@/app/_entry/entry-frame";
import { errorSentence } from "@/app/_entry/error-sentence";
import { NewPasswordField } from "@/app/_entry/new-password-field";
import { newPasswordSchema } from "@/app/_entry/new-password-schema";
import { useHashToken } from "@/app/_entry/use-hash-token";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { ButtonLink } from "@/app/_ui/button-link";
import { Skeleton } from "@/app/_ui/skeleton";

const schema = z.object({ password: newPasswordSchema });

/** Greets the person for whom an administrator made the link, and lets them choose a password. */
export function JoinForm() {
  const token = useHashToken();
  const trpc = useTRPC();
  const { mutate: read, ...invitation } = useMutation(trpc.join.read.mutationOptions());
  useEffect(() => {
    if (token !== undefined) read({ token });
  }, [token, read]);
  if (invitation.isError) {
    return (
      <EntryFrame
        title="This link does not work any more"
        description="It was used, replaced by a newer one, or is older than 7 days. An administrator can make a new one."
      >
        <ButtonLink href="/sign-in" size="large" className="w-full">
          Sign in
        </ButtonLink>
      </EntryFrame>
    );
  }
  if (invitation.data === undefined || token === undefined) {
    return <EntryFrame title={<Skeleton className="h-6 w-48" />}>{null}</EntryFrame>;
  }
  const { name, email } = invitation.data;
  return (
    <EntryFrame title={`Welcome, ${name}`} description={`Choose a password for ${email}.`}>
      <PasswordForm token={token} personal={[name, email]} email={email} />
    </EntryFrame>
  );
}

interface PasswordFormProps {
  readonly token: string;
  readonly email: string;
  readonly personal: readonly string[];
}

function PasswordForm({ token, email, personal }: PasswordFormProps) {
  const trpc = useTRPC();
  const accept = useMutation(trpc.join.accept.mutationOptions());
  const form = useForm({ resolver: zodResolver(schema), mode: "onTouched", defaultValues: { password: "" } });
  const submit = form.handleSubmit(({ password }) =>
    // A full load: nothing that was asked before the session stays.
    accept.mutate({ token, password }, { onSuccess: () => window.location.replace("/") }),
  );
  return (
    // As all forms with a password: sent by the browser itself, it would else stand in the address.
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      {accept.isError ? <Banner tone="bad">{errorSentence(accept.error)}</Banner> : null}
      {/* Tells password managers whose password this is. */}
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <NewPasswordField
        register={form.register("password")}
        password={form.watch("password")}
        personal={personal}
        error={form.formState.errors.password?.message}
        size="large"
      />
      <Button
        type="submit"
        variant="primary"
        size="large"
        className="mt-2"
        busy={accept.isPending || accept.isSuccess}
        busyLabel="Signing in…"
      >
        Set password and sign in
      </Button>
    </form>
  );
}
