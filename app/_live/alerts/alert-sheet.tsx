"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { DialogCancel } from "@/app/_ui/dialog";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import { Select } from "@/app/_ui/select";
import { Sheet } from "@/app/_ui/sheet";
import { Switch } from "@/app/_ui/switch";
import { alertFormErrors } from "./alert-form";
import { type AlertRule, kindWords } from "./alert-words";

interface AlertSheetProps {
  readonly workspace: string;
  /** Absent: a new one. */
  readonly rule: AlertRule | undefined;
  readonly onClose: () => void;
  /** Told the secret with which calls of a new address are signed; it is shown once. */
  readonly onSecret: (made: { readonly id: string; readonly secret: string }) => void;
}

type Channel = AlertRule["channel"];

const kinds = (["dead-letters", "failure-rate", "lag-age", "silence"] as const).map((value) => ({
  value,
  label: kindWords[value].label,
}));
const channels = [
  { value: "email", label: "E-mail" },
  { value: "webhook", label: "Webhook" },
  { value: "topic", label: "Event in a topic" },
] as const;
/** Neither a slug nor an id; an empty one would count as nothing chosen. */
const everywhere = "*";

/** The form of a rule. */
export function AlertSheet({ workspace, rule, onClose, onSecret }: AlertSheetProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const form = useId();
  const nameInput = useRef<HTMLInputElement>(null);
  // Nobody is told what is missing before having had a chance to write it.
  const [isTried, setIsTried] = useState(false);
  const flows = useQuery(trpc.flows.list.queryOptions({ workspace }));
  const topics = useQuery(trpc.topics.list.queryOptions({ workspace }));
  const credentials = useQuery(trpc.credentials.list.queryOptions({ workspace }));
  const [name, setName] = useState(rule?.name ?? "");
  const [kind, setKind] = useState<AlertRule["kind"]>(rule?.kind ?? "dead-letters");
  const [flow, setFlow] = useState(rule?.flow?.slug ?? everywhere);
  const [topic, setTopic] = useState(rule?.topic ?? undefined);
  const [threshold, setThreshold] = useState(String(rule?.threshold ?? 1));
  const [minutes, setMinutes] = useState(String(rule?.windowMinutes ?? 5));
  const [isOn, setIsOn] = useState(rule?.isOn ?? true);
  const [type, setType] = useState<Channel["type"]>(rule?.channel.type ?? "email");
  const [to, setTo] = useState(rule?.channel.type === "email" ? rule.channel.to : "");
  const [url, setUrl] = useState(rule?.channel.type === "webhook" ? rule.channel.url : "");
  const [told, setTold] = useState(rule?.channel.type === "topic" ? rule.channel.topic : undefined);
  const [credential, setCredential] = useState(
    rule === undefined || rule.channel.type === "topic"
      ? everywhere
      : (rule.channel.credentialId ?? everywhere),
  );
  const save = useMutation(
    trpc.alerts.save.mutationOptions({
      onSuccess: ({ id, secret }) => {
        onClose();
        if (secret !== undefined) onSecret({ id, secret });
      },
      onSettled: () => queries.invalidateQueries(trpc.alerts.pathFilter()),
    }),
  );
  const fitting = (credentials.data ?? []).filter(
    (one) => (one.content.type === "smtp") === (type === "email"),
  );
  const credentialId = fitting.some(({ id }) => id === credential) ? { credentialId: credential } : {};
  const channel = (): Channel => {
    if (type === "email") return { type, to, ...credentialId };
    return type === "webhook" ? { type, url, ...credentialId } : { type, topic: told ?? "" };
  };
  const errors = alertFormErrors({ name, kind, topic, threshold, minutes, type, to, url, told });
  const shown = isTried ? errors : {};
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (Object.keys(errors).length > 0) {
      flushSync(() => setIsTried(true));
      event.currentTarget.querySelector<HTMLElement>("input[data-invalid], button[data-invalid]")?.focus();
      return;
    }
    save.mutate({
      workspace,
      ...(rule === undefined ? {} : { id: rule.id }),
      name,
      kind,
      ...(flow === everywhere || kind === "silence" ? {} : { flow }),
      ...(kind === "silence" && topic !== undefined ? { topic } : {}),
      threshold: Number(threshold),
      windowMinutes: Number(minutes),
      channel: channel(),
      isOn,
    });
  };
  const topicOptions = (topics.data ?? []).map((one) => ({ value: one.name, label: one.name }));
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={rule === undefined ? "New alert" : `Edit ${rule.name}`}
      initialFocus={nameInput}
      footer={
        <>
          <DialogCancel />
          <Button type="submit" form={form} variant="primary" busy={save.isPending} busyLabel="Saving…">
            {rule === undefined ? "Create alert" : "Save alert"}
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Name" error={shown.name}>
          <Input ref={nameInput} value={name} onValueChange={setName} placeholder="Orders are stuck" />
        </Field>
        <Field label="Watches">
          <Select value={kind} onValueChange={setKind} options={kinds} />
        </Field>
        {kind === "silence" ? (
          <Field label="Topic" error={shown.topic}>
            <Select mono value={topic} onValueChange={setTopic} options={topicOptions} />
          </Field>
        ) : (
          <Field label="Flow">
            <Select
              value={flow}
              onValueChange={setFlow}
              options={[
                { value: everywhere, label: "All flows" },
                ...(flows.data ?? []).map((one) => ({ value: one.slug, label: one.name })),
              ]}
            />
          </Field>
        )}
        <Field
          label={kindWords[kind].threshold}
          help="It opens from this number on, and is over below it."
          error={shown.threshold}
        >
          <Input type="number" min={0} step="any" value={threshold} onValueChange={setThreshold} />
        </Field>
        {kind === "failure-rate" ? (
          <Field
            label="Looks back over so many minutes"
            help="Under ten attempts in that time it stays as it is."
            error={shown.minutes}
          >
            <Input type="number" min={1} max={1440} value={minutes} onValueChange={setMinutes} />
          </Field>
        ) : null}
        <Field label="Tells you by">
          <Select value={type} onValueChange={setType} options={channels} />
        </Field>
        {type === "email" ? (
          <Field label="Recipients" help="Several with commas between them." error={shown.to}>
            <Input value={to} onValueChange={setTo} placeholder="ops@example.com" />
          </Field>
        ) : type === "webhook" ? (
          <Field
            label="Address"
            help="Gets a signed POST with JSON, under the same id at every try."
            error={shown.url}
          >
            <Input mono value={url} onValueChange={setUrl} placeholder="https://chat.example/hook" />
          </Field>
        ) : (
          <Field label="Topic to publish to" help="Any flow can react to it." error={shown.told}>
            <Select mono value={told} onValueChange={setTold} options={topicOptions} />
          </Field>
        )}
        {type === "topic" ? null : (
          <Field label={type === "email" ? "Mail server" : "Sign in with"}>
            <Select
              value={fitting.some(({ id }) => id === credential) ? credential : everywhere}
              onValueChange={setCredential}
              options={[
                { value: everywhere, label: type === "email" ? "Demo inbox" : "Nothing" },
                ...fitting.map((one) => ({ value: one.id, label: one.name })),
              ]}
            />
          </Field>
        )}
        <Switch checked={isOn} onCheckedChange={setIsOn}>
          Alert is on
        </Switch>
        {save.error === null ? null : <Banner tone="bad">{save.error.message}</Banner>}
      </form>
    </Sheet>
  );
}
