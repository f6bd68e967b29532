"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import * as z from "zod";
import { EntryFrame } from "@/app/_entry/entry-frame";
import { errorSentence } from "@/app/_entry/error-sentence";
import { NewPasswordField } from "@/app/_entry/new-password-field";
import { emailSchema, newPasswordSchema, personNameSchema } from "@/app/_entry/new-password-schema";
import { OpenTheLink } from "@/app/_entry/open-the-link";
import { useHashToken } from "@/app/_entry/use-hash-token";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";

const schema = z.object({ name: personNameSchema, email: emailSchema, password: newPasswordSchema });

/** Creates the owner, with the token that the terminal put behind the # of the address. */
export function SetupForm() {
  const token = useHashToken();
  if (token === "") return <OpenTheLink />;
  return (
    <EntryFrame title="Welcome to Millrace" description="You will be the owner of this installation.">
      <OwnerForm token={token} />
    </EntryFrame>
  );
}

function OwnerForm({ token }: { readonly token: string | undefined }) {
  const trpc = useTRPC();
  const complete = useMutation(trpc.setup.complete.mutationOptions());
  const form = useForm({
    resolver: zodResolver(schema),
    mode: "onTouched",
    defaultValues: { name: "", email: "", password: "" },
  });
  const { errors } = form.formState;
  const [name, email, password] = form.watch(["name", "email", "password"]);
  const submit = form.handleSubmit((owner) => {
    if (token === undefined) return;
    complete.mutate(
      { ...owner, token },
      // A full load: nothing that was asked before the session stays.
      { onSuccess: () => window.location.replace("/start") },
    );
  });
  return (
    // Sent before the page reacts, it must not lead to an address with the password in it.
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      {complete.isError ? <Banner tone="bad">{errorSentence(complete.error)}</Banner> : null}
      <Field label="Name" error={errors.name?.message}>
        <Input {...form.register("name")} size="large" autoComplete="name" autoFocus />
      </Field>
      <Field label="E-mail" error={errors.email?.message}>
        <Input
          {...form.register("email")}
          size="large"
          type="email"
          autoComplete="username"
          inputMode="email"
        />
      </Field>
      <NewPasswordField
        register={form.register("password")}
        password={password}
        personal={[name, email]}
        error={errors.password?.message}
        size="large"
      />
      <Button
        type="submit"
        variant="primary"
        size="large"
        className="mt-2"
        busy={complete.isPending || complete.isSuccess}
        busyLabel="Creating owner…"
      >
        Create owner
      </Button>
    </form>
  );
}
