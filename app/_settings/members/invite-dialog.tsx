"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Controller, useForm } from "react-hook-form";
import * as z from "zod";
import { errorSentence } from "@/app/_entry/error-sentence";
import { emailSchema } from "@/app/_entry/new-password-schema";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogCancel } from "@/app/_ui/dialog";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import { Select } from "@/app/_ui/select";
import { showToast } from "@/app/_ui/show-toast";
import type { Role } from "@/server/auth/actor";
import { roleOptions, roleWords } from "../role-words";
import { LinkShown } from "./link-shown";

const schema = z.object({
  name: z.string().trim().min(1, "Write a name.").max(80, "Use at most 80 characters."),
  email: emailSchema,
  role: z.enum(["viewer", "operator", "editor", "admin", "owner"]),
});

interface InviteDialogProps {
  readonly workspace: string;
  readonly ownRole: Role;
  readonly onClose: () => void;
}

export function InviteDialog({ workspace, ownRole, onClose }: InviteDialogProps) {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const invite = useMutation(
    trpc.members.invite.mutationOptions({
      onSuccess(done, { name }) {
        void cache.invalidateQueries(trpc.members.pathFilter());
        if (done.link !== undefined) return;
        showToast(`${name} is a member now and signs in as before.`);
        onClose();
      },
    }),
  );
  const form = useForm<z.infer<typeof schema>>({
    resolver: zodResolver(schema),
    mode: "onTouched",
    defaultValues: { name: "", email: "", role: "editor" },
  });
  const { errors } = form.formState;
  const role = form.watch("role");
  if (invite.isSuccess && invite.data.link !== undefined) {
    return <LinkShown name={invite.variables.name} {...invite.data.link} onClose={onClose} />;
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Invite a member"
      footer={
        <>
          <DialogCancel />
          <Button type="submit" form="invite" variant="primary" busy={invite.isPending} busyLabel="Inviting…">
            Invite
          </Button>
        </>
      }
    >
      <form
        id="invite"
        noValidate
        onSubmit={form.handleSubmit((person) => invite.mutate({ workspace, ...person }))}
        className="flex flex-col gap-4"
      >
        {invite.isError ? <Banner tone="bad">{errorSentence(invite.error)}</Banner> : null}
        <Field label="Name" error={errors.name?.message}>
          <Input {...form.register("name")} />
        </Field>
        <Field label="E-mail" error={errors.email?.message}>
          <Input {...form.register("email")} type="email" inputMode="email" />
        </Field>
        <Field label="Role" help={`${roleWords[role].detail}.`}>
          <Controller
            control={form.control}
            name="role"
            render={({ field }) => (
              <Select value={field.value} onValueChange={field.onChange} options={roleOptions(ownRole)} />
            )}
          />
        </Field>
      </form>
    </Dialog>
  );
}
