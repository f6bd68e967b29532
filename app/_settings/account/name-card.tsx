"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useForm } from "react-hook-form";
import * as z from "zod";
import { errorSentence } from "@/app/_entry/error-sentence";
import { personNameSchema } from "@/app/_entry/new-password-schema";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Button } from "@/app/_ui/button";
import { Card } from "@/app/_ui/card";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import { showToast } from "@/app/_ui/show-toast";

const schema = z.object({ name: personNameSchema });

export function NameCard({ name }: { readonly name: string }) {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const router = useRouter();
  const rename = useMutation(
    trpc.account.rename.mutationOptions({
      async onSuccess() {
        await cache.invalidateQueries();
        // The navigation is drawn by the server.
        router.refresh();
        showToast("Your name was changed.");
      },
    }),
  );
  const form = useForm({ resolver: zodResolver(schema), mode: "onTouched", values: { name } });
  const error =
    form.formState.errors.name?.message ?? (rename.isError ? errorSentence(rename.error) : undefined);
  return (
    <Card title="Name">
      <form
        noValidate
        onSubmit={form.handleSubmit((values) => rename.mutate(values))}
        className="flex items-start gap-2"
      >
        <Field
          label="Name"
          hideLabel
          help="History and audit show it from now on."
          error={error}
          className="flex-1"
        >
          <Input {...form.register("name")} autoComplete="name" />
        </Field>
        <Button
          type="submit"
          busy={rename.isPending}
          disabled={form.formState.isDirty ? false : "The name is unchanged."}
        >
          Change name
        </Button>
      </form>
    </Card>
  );
}
