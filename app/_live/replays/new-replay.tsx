"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter, useSearchParams } from "next/navigation";
import { type FormEvent, useRef, useState } from "react";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { Card } from "@/app/_ui/card";
import { Checkbox } from "@/app/_ui/checkbox";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import { Page } from "@/app/_ui/page";
import { PageHeader } from "@/app/_ui/page-header";
import { Radio, RadioGroup } from "@/app/_ui/radio-group";
import { Skeleton } from "@/app/_ui/skeleton";
import { AllReplays } from "./all-replays";
import { ChooseEvents } from "./choose-events";
import { ChooseRevision } from "./choose-revision";
import { ChooseSpeed } from "./choose-speed";
import { selectionOf } from "./chosen-events";
import { formFrom, paramsOf, type Way } from "./form-address";
import { paceOf } from "./pace-words";
import { useFormInUrl } from "./use-form-in-url";

const optionsOf: Readonly<
  Record<Way, { isDryRun: boolean; withOutsideEffects: boolean; revision: "current" | "original" | "draft" }>
> = {
  "dry-draft": { isDryRun: true, withOutsideEffects: false, revision: "draft" },
  "dry-current": { isDryRun: true, withOutsideEffects: false, revision: "current" },
  "dry-original": { isDryRun: true, withOutsideEffects: false, revision: "original" },
  run: { isDryRun: false, withOutsideEffects: false, revision: "current" },
  "run-outside": { isDryRun: false, withOutsideEffects: true, revision: "current" },
};

/** Dry runs give nothing up. */
function stopOf(way: Way, text: string): { stopAfterFailures?: number } {
  const number = Number(text);
  return optionsOf[way].isDryRun || !Number.isInteger(number) || number < 1
    ? {}
    : { stopAfterFailures: number };
}

/** Chooses events, one consumer and a way; then the plan stands on a page of its own, where it is started. */
export function NewReplay({ workspace }: { readonly workspace: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const address = useSearchParams();
  const [first] = useState(() => formFrom(address));
  const [chosen, setChosen] = useState(first.chosen);
  const [ticked, setTicked] = useState(first.ticked);
  const [way, setWay] = useState(first.way);
  const [isOriginal, setIsOriginal] = useState(first.isOriginal);
  const [reason, setReason] = useState(first.reason);
  const [stopAfter, setStopAfter] = useState(first.stopAfter);
  const [speed, setSpeed] = useState(first.speed);
  const topics = useQuery(trpc.topics.list.queryOptions({ workspace }));
  const targets = useQuery(
    trpc.replays.targets.queryOptions(
      { workspace, topics: [chosen.topic] },
      { enabled: chosen.topic !== "" },
    ),
  );
  const plan = useMutation(
    trpc.replays.plan.mutationOptions({
      onSuccess: ({ id }) => router.push(`/w/${workspace}/replays/${id}`),
    }),
  );
  const form = { chosen, ticked, way, isOriginal, reason, stopAfter, speed };
  useFormInUrl(paramsOf(form, address), plan.isPending || plan.isSuccess);
  // One consumer at first: others have reacted already.
  const [flow, consumer] = [address.get("flow"), address.get("consumer")];
  // Flows may call their consumers alike.
  const asked = targets.data?.find(
    ({ consumerId, flowSlug }) => consumerId === consumer && (flow === null || flow === flowSlug),
  );
  const only = asked ?? targets.data?.[0];
  // Of a link that is old, some may not be deployed any more.
  const known = targets.data?.filter(({ subscriptionId }) => ticked?.has(subscriptionId) ?? false) ?? [];
  const consumers = new Set(
    (ticked !== undefined ? known : only === undefined ? [] : [only]).map((one) => one.subscriptionId),
  );
  const topic = topics.data?.find(({ name }) => name === chosen.topic);
  const found = selectionOf(chosen, topic?.head);
  // Nobody waits for a dry run.
  const pace = paceOf(optionsOf[way].isDryRun ? { ...speed, kind: "asFast" } : speed);
  const missing =
    "missing" in found
      ? found.missing
      : consumers.size === 0
        ? "Choose at least one consumer."
        : "missing" in pace
          ? pace.missing
          : undefined;
  const isAsking = useRef(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (missing !== undefined || "missing" in pace || isAsking.current) return;
    isAsking.current = true;
    // An open end is the newest event of the moment in which it is planned, not of that in which the form was opened.
    const { data, isError } = await topics.refetch();
    isAsking.current = false;
    const now = selectionOf(chosen, data?.find(({ name }) => name === chosen.topic)?.head);
    if (isError || "missing" in now) return;
    plan.mutate({
      workspace,
      name: reason.trim().slice(0, 100) || `${chosen.topic}${optionsOf[way].isDryRun ? ", dry run" : ""}`,
      reason,
      selection: now.selection,
      options: {
        subscriptionIds: [...consumers],
        isCompared: true,
        ...optionsOf[way],
        ...(isOriginal && !optionsOf[way].isDryRun ? { revision: "original" as const } : {}),
        ...stopOf(way, stopAfter),
        ...pace,
      },
    });
  };
  const error = topics.error ?? targets.error ?? plan.error;
  return (
    <Page width="narrow" className="gap-4">
      <AllReplays workspace={workspace} />
      <PageHeader
        title="New replay"
        description="Runs stored events again, through the consumers you choose. The first deliveries stay as they are."
      />
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <Card title="Events">
          <div className="flex flex-col gap-4">
            {topics.data === undefined ? (
              <Skeleton className="h-8 w-full" />
            ) : (
              <ChooseEvents
                topics={topics.data}
                chosen={chosen}
                onChange={(change) => {
                  if (change.topic !== undefined) setTicked(undefined);
                  setChosen({ ...chosen, ...change });
                }}
              />
            )}
          </div>
        </Card>
        <Card title="Through">
          {chosen.topic === "" ? (
            <p className="text-dense text-muted">Choose a topic first.</p>
          ) : targets.data === undefined ? (
            <Skeleton className="h-5 w-40" />
          ) : targets.data.length === 0 ? (
            <p className="text-dense text-muted">No deployed consumer reacts to {chosen.topic}.</p>
          ) : (
            <div className="flex flex-col gap-2">
              {targets.data.map(({ subscriptionId, consumerName, flowName }) => (
                <Checkbox
                  key={subscriptionId}
                  checked={consumers.has(subscriptionId)}
                  onCheckedChange={(isChosen) => {
                    const next = new Set(consumers);
                    if (isChosen) next.add(subscriptionId);
                    else next.delete(subscriptionId);
                    setTicked(next);
                  }}
                >
                  {consumerName} <span className="text-muted">in {flowName}</span>
                </Checkbox>
              ))}
            </div>
          )}
        </Card>
        <Card title="How">
          <div className="flex flex-col gap-4">
            <RadioGroup label="How" value={way} onValueChange={setWay}>
              <Radio value="run">
                Replay, without acting outside
                <Help>
                  What it publishes is sent and marked. Steps like Send e-mail only say what they would do.
                </Help>
              </Radio>
              <Radio value="run-outside">
                Replay, and really act outside
                <Help>E-mails and calls go out again, with the keys of the first time.</Help>
              </Radio>
              <Radio value="dry-current">
                Dry run of what is live
                <Help>Nothing is published, sent or kept. Every result is compared with the first time.</Help>
              </Radio>
              <Radio value="dry-draft">
                Dry run of the draft
                <Help>Shows what your changes would do to these events before you deploy them.</Help>
              </Radio>
              <Radio value="dry-original">
                Dry run of what each event ran through then
                <Help>Shows whether the same steps still come to the same.</Help>
              </Radio>
            </RadioGroup>
            {optionsOf[way].isDryRun ? null : (
              <ChooseRevision isOriginal={isOriginal} onChange={setIsOriginal} />
            )}
            {optionsOf[way].isDryRun ? null : (
              <ChooseSpeed
                speed={speed}
                onChange={(change) => setSpeed({ ...speed, ...change })}
                selection={"selection" in found ? found.selection : undefined}
                storedEvents={topic?.storedEvents ?? 0}
              />
            )}
            {optionsOf[way].isDryRun ? null : (
              <Field
                label="Pause after so many failures"
                optional
                help="Empty: it goes on, however many fail."
              >
                <Input
                  type="number"
                  min={1}
                  value={stopAfter}
                  onValueChange={setStopAfter}
                  className="max-w-30"
                />
              </Field>
            )}
            <Field label="Why" optional help="Stands on the report and in the audit.">
              <Input
                value={reason}
                onValueChange={setReason}
                maxLength={500}
                placeholder="The tax was wrong since Monday"
              />
            </Field>
          </div>
        </Card>
        {error === null ? null : <Banner tone="bad">{error.message}</Banner>}
        <div className="flex justify-end">
          <Button
            type="submit"
            variant="primary"
            busy={plan.isPending}
            busyLabel="Planning…"
            disabled={missing ?? false}
          >
            Plan
          </Button>
        </div>
      </form>
    </Page>
  );
}

function Help({ children }: { readonly children: string }) {
  return <span className="block text-label font-normal text-muted">{children}</span>;
}
