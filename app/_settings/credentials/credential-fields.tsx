"use client";

import { Controller, type UseFormReturn } from "react-hook-form";
import { PasswordInput } from "@/app/_entry/password-input";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import { Segmented } from "@/app/_ui/segmented";
import { Select } from "@/app/_ui/select";
import type { CredentialForm } from "./credential-form";
import { type CredentialType, credentialWords } from "./credential-words";

interface FieldsProps {
  readonly form: UseFormReturn<CredentialForm>;
}

const types: readonly CredentialType[] = ["smtp", "bearer", "basic", "header"];
const typeOptions = types.map((value) => ({ value, ...credentialWords[value] }));
const secretLabels = { smtp: "Password", bearer: "Token", basic: "Password", header: "Value" } as const;

export function CredentialFields({ form, isReplacing }: FieldsProps & { readonly isReplacing: boolean }) {
  const { errors } = form.formState;
  const type = form.watch("type");
  return (
    <>
      <Field label="Type" help={isReplacing ? "A credential keeps its type." : undefined}>
        <Controller
          control={form.control}
          name="type"
          render={({ field }) => (
            <Select
              value={field.value}
              onValueChange={field.onChange}
              options={typeOptions}
              disabled={isReplacing}
            />
          )}
        />
      </Field>
      <Field label="Name" help="Steps name it when they use it." error={errors.name?.message}>
        <Input {...form.register("name")} placeholder={type === "smtp" ? "Shop mail" : "Payment provider"} />
      </Field>
      {type === "smtp" ? <MailFields form={form} /> : <HttpFields form={form} type={type} />}
      <Field
        label={secretLabels[type]}
        optional={type === "smtp" && form.watch("user").trim() === ""}
        error={errors.secret?.message}
      >
        <PasswordInput {...form.register("secret")} autoComplete="off" />
      </Field>
    </>
  );
}

const usualPorts = { tls: "465", starttls: "587", none: "25" } as const;

function MailFields({ form }: FieldsProps) {
  const { errors } = form.formState;
  const isOpen = form.watch("secure") === "none";
  return (
    <>
      <Field
        label="Encryption"
        help={isOpen ? "Anybody on the way can read the password and the mails." : undefined}
      >
        <Controller
          control={form.control}
          name="secure"
          render={({ field }) => (
            <Segmented
              value={field.value}
              onValueChange={(secure) => {
                const isUsual = Object.values<string>(usualPorts).includes(form.getValues("port"));
                if (isUsual) form.setValue("port", usualPorts[secure]);
                field.onChange(secure);
              }}
              segments={[
                { value: "starttls", label: "STARTTLS" },
                { value: "tls", label: "TLS" },
                { value: "none", label: "None" },
              ]}
              stretch
            />
          )}
        />
      </Field>
      <div className="grid grid-cols-[1fr_96px] gap-2">
        <Field label="Host" error={errors.host?.message}>
          <Input {...form.register("host")} mono placeholder="smtp.example.com" />
        </Field>
        <Field label="Port" error={errors.port?.message}>
          <Input {...form.register("port")} inputMode="numeric" />
        </Field>
      </div>
      <Field label="Sender" help="Unless a step names another." error={errors.from?.message}>
        <Input {...form.register("from")} placeholder="Shop <shop@example.com>" />
      </Field>
      <Field
        label="User"
        optional
        help="Empty where the server asks for no sign-in."
        error={errors.user?.message}
      >
        <Input {...form.register("user")} />
      </Field>
    </>
  );
}

function HttpFields({ form, type }: FieldsProps & { readonly type: Exclude<CredentialType, "smtp"> }) {
  const { errors } = form.formState;
  return (
    <>
      <Field
        label="May be sent to"
        help="Hosts, separated by commas; *.example.com stands for all below it, host:port for another port than that of https. Requests to any other host fail."
        error={errors.hosts?.message}
      >
        <Input {...form.register("hosts")} mono placeholder="api.example.com" />
      </Field>
      {type === "basic" ? (
        <Field label="User" error={errors.user?.message}>
          <Input {...form.register("user")} />
        </Field>
      ) : null}
      {type === "header" ? (
        <Field label="Header" error={errors.header?.message}>
          <Input {...form.register("header")} mono placeholder="X-Api-Key" />
        </Field>
      ) : null}
    </>
  );
}
