"use client";

import * as z from "zod";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import { Segmented } from "@/app/_ui/segmented";
import { Select } from "@/app/_ui/select";

/** A rule as it is typed; whether it can run is for the producer's own schema to say. */
const ruleSchema = z.union([
  z.object({ kind: z.literal("every"), everyMs: z.number() }),
  z.object({ kind: z.literal("cron"), cron: z.string(), timeZone: z.string() }),
]);
type Rule = z.infer<typeof ruleSchema>;

interface ScheduleEditorProps {
  readonly value: unknown;
  readonly onChange: (rule: Rule) => void;
}

const units = [
  { value: "1000", label: "seconds" },
  { value: "60000", label: "minutes" },
  { value: "3600000", label: "hours" },
  { value: "86400000", label: "days" },
] as const;

const days = [
  { value: "*", label: "Every day" },
  { value: "1-5", label: "Monday to Friday" },
  { value: "1", label: "Mondays" },
  { value: "2", label: "Tuesdays" },
  { value: "3", label: "Wednesdays" },
  { value: "4", label: "Thursdays" },
  { value: "5", label: "Fridays" },
  { value: "6", label: "Saturdays" },
  { value: "0", label: "Sundays" },
] as const;

const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
const plainCron = /^(\d{1,2}) (\d{1,2}) \* \* (\*|1-5|[0-6])$/;

/** Every so often, or at a time of the day; anything else as cron. */
export function ScheduleEditor({ value, onChange }: ScheduleEditorProps) {
  const parsed = ruleSchema.safeParse(value);
  const rule: Rule = parsed.success ? parsed.data : { kind: "every", everyMs: 300_000 };
  const plain = rule.kind === "cron" ? plainCron.exec(rule.cron) : null;
  const mode = rule.kind === "every" ? "every" : plain ? "at" : "cron";
  const timeZone = rule.kind === "cron" ? rule.timeZone : ownZone();
  const choose = (next: "every" | "at" | "cron") => {
    if (next === "every") onChange({ kind: "every", everyMs: 300_000 });
    else if (next === "at") onChange({ kind: "cron", cron: "0 9 * * *", timeZone });
    else onChange({ kind: "cron", cron: "*/15 9-17 * * 1-5", timeZone });
  };
  return (
    <div className="flex flex-col gap-3">
      <Segmented
        label="When"
        stretch
        value={mode}
        onValueChange={choose}
        segments={[
          { value: "every", label: "Every …" },
          { value: "at", label: "At a time" },
          { value: "cron", label: "Cron" },
        ]}
      />
      {rule.kind === "every" ? <Every everyMs={rule.everyMs} onChange={onChange} /> : null}
      {rule.kind === "cron" && plain ? (
        <AtTime match={plain} timeZone={timeZone} onChange={onChange} />
      ) : null}
      {rule.kind === "cron" && !plain ? (
        <Field label="Cron" help="Minute, hour, day of the month, month, day of the week.">
          <Input mono value={rule.cron} onValueChange={(cron) => onChange({ ...rule, cron })} />
        </Field>
      ) : null}
      {rule.kind === "cron" ? (
        <Field label="Time zone">
          <Input value={rule.timeZone} onValueChange={(zone) => onChange({ ...rule, timeZone: zone })} />
        </Field>
      ) : null}
    </div>
  );
}

function Every({ everyMs, onChange }: { readonly everyMs: number; readonly onChange: (rule: Rule) => void }) {
  const unit = [...units].reverse().find(({ value }) => everyMs % Number(value) === 0) ?? units[0];
  const set = (count: number, unitMs: number) =>
    onChange({ kind: "every", everyMs: Math.max(1, Math.round(count)) * unitMs });
  return (
    <div className="grid grid-cols-2 gap-2">
      <Field label="Every">
        <Input
          type="number"
          min={1}
          value={everyMs / Number(unit.value)}
          onValueChange={(text) => text !== "" && set(Number(text), Number(unit.value))}
        />
      </Field>
      <Field label="Unit">
        <Select
          value={unit.value}
          options={units}
          onValueChange={(next) => set(everyMs / Number(unit.value), Number(next))}
        />
      </Field>
    </div>
  );
}

interface AtTimeProps {
  readonly match: RegExpExecArray;
  readonly timeZone: string;
  readonly onChange: (rule: Rule) => void;
}

function AtTime({ match, timeZone, onChange }: AtTimeProps) {
  const [, minute = "0", hour = "9", day = "*"] = match;
  const set = (time: string, on: string) => {
    const [hours = "9", minutes = "0"] = time.split(":");
    onChange({ kind: "cron", cron: `${Number(minutes)} ${Number(hours)} * * ${on}`, timeZone });
  };
  const time = `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`;
  return (
    <div className="grid grid-cols-2 gap-2">
      <Field label="On">
        <Select
          value={days.find(({ value }) => value === day)?.value}
          options={days}
          onValueChange={(on) => set(time, on)}
        />
      </Field>
      <Field label="At">
        <Input type="time" value={time} onValueChange={(next) => next !== "" && set(next, day)} />
      </Field>
    </div>
  );
}
