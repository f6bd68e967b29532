"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Controller, useForm } from "react-hook-form";
import * as z from "zod";
import { errorSentence } from "@/app/_entry/error-sentence";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogCancel } from "@/app/_ui/dialog";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import type { Option } from "@/app/_ui/option";
import { Select } from "@/app/_ui/select";
import type { Role } from "@/server/auth/actor";
import { roleOptions, roleWords } from "../role-words";
import { SecretDialog } from "../secret-dialog";

const keyRoles = ["viewer", "operator", "editor", "admin"] as const;
type KeyRole = (typeof keyRoles)[number];

const schema = z.object({
  name: z.string().trim().min(1, "Give the key a name.").max(80, "Use at most 80 characters."),
  role: z.enum(keyRoles),
  lifetime: z.enum(["30", "90", "365", "never"]),
});

const lifetimes: readonly Option<z.infer<typeof schema>["lifetime"]>[] = [
  { value: "30", label: "In 30 days" },
  { value: "90", label: "In 90 days" },
  { value: "365", label: "In a year" },
  { value: "never", label: "Never" },
];

function isKeyRole(option: Option<Role>): option is Option<KeyRole> {
  return option.value !== "owner";
}

interface CreateKeyDialogProps {
  readonly workspace: string;
  readonly ownRole: Role;
  readonly onClose: () => void;
}

export function CreateKeyDialog({ workspace, ownRole, onClose }: CreateKeyDialogProps) {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const create = useMutation(
    trpc.apiKeys.create.mutationOptions({
      onSuccess: () => cache.invalidateQueries(trpc.apiKeys.pathFilter()),
    }),
  );
  const form = useForm<z.infer<typeof schema>>({
    resolver: zodResolver(schema),
    mode: "onTouched",
    defaultValues: { name: "", role: "editor", lifetime: "90" },
  });
  const { errors } = form.formState;
  if (create.isSuccess) {
    return (
      <SecretDialog
        title={`API key "${create.variables.name}"`}
        label="API key"
        secret={create.data.key}
        onClose={onClose}
      >
        Copy it now: it is not shown again. Whoever has it acts as {roleWords[create.variables.role].label} in
        this workspace.
      </SecretDialog>
    );
  }
  const submit = form.handleSubmit(({ name, role, lifetime }) =>
    create.mutate({
      workspace,
      name,
      role,
      ...(lifetime !== "never" && { expiresInDays: Number(lifetime) }),
    }),
  );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Create an API key"
      footer={
        <>
          <DialogCancel />
          <Button
            type="submit"
            form="create-key"
            variant="primary"
            busy={create.isPending}
            busyLabel="Creating…"
          >
            Create key
          </Button>
        </>
      }
    >
      <form id="create-key" noValidate onSubmit={submit} className="flex flex-col gap-4">
        {create.isError ? <Banner tone="bad">{errorSentence(create.error)}</Banner> : null}
        <Field
          label="Name"
          help="Where it is used, so that you can find it again."
          error={errors.name?.message}
        >
          <Input {...form.register("name")} placeholder="Nightly export" />
        </Field>
        <Field label="Role" help={`${roleWords[form.watch("role")].detail}.`}>
          <Controller
            control={form.control}
            name="role"
            render={({ field }) => (
              <Select
                value={field.value}
                onValueChange={field.onChange}
                options={roleOptions(ownRole).filter(isKeyRole)}
              />
            )}
          />
        </Field>
        <Field label="Expires">
          <Controller
            control={form.control}
            name="lifetime"
            render={({ field }) => (
              <Select value={field.value} onValueChange={field.onChange} options={lifetimes} />
            )}
          />
        </Field>
      </form>
    </Dialog>
  );
}
