import type { ReactNode } from "react";
import * as z from "zod";
import type { RouterOutputs } from "@/app/_trpc/router-types";
import type { Option } from "@/app/_ui/option";
import { auditActions } from "@/server/audit/audit-actions";
import { roleWords } from "../role-words";

export type ListedEntry = RouterOutputs["audit"]["list"]["entries"][number];

/** What the filter offers; the values are the first parts of actions. */
export const areaOptions: readonly Option[] = [
  { value: "all", label: "Everything" },
  { value: "flow", label: "Flows" },
  { value: "consumer", label: "Consumers" },
  { value: "topic", label: "Topics" },
  { value: "event", label: "Events sent" },
  { value: "delivery", label: "Dead letters" },
  { value: "replay", label: "Replays" },
  { value: "member", label: "Members" },
  { value: "account", label: "Accounts" },
  { value: "api-key", label: "API keys" },
  { value: "credential", label: "Credentials" },
  { value: "workspace", label: "Workspace" },
];

const sentences: Readonly<Record<string, string>> = auditActions;

/** What was done, as the rest of a sentence that starts with the person: "invited **mia@example.com**". */
export function actOf(entry: ListedEntry): ReactNode {
  const sentence = sentences[entry.action];
  if (sentence === undefined) return `${entry.action} ${entry.resource ?? ""}`;
  const [before = "", after] = sentence.split("{resource}");
  if (after === undefined) return before;
  return (
    <>
      {before}
      <span className="font-strong text-text">{entry.resource}</span>
      {after}
    </>
  );
}

const role = z
  .enum(["viewer", "operator", "editor", "admin", "owner"])
  .transform((name) => roleWords[name].label);
const roleChange = z.object({ from: role, to: role });
const roleGiven = z.object({ role });

/** The details that help to read an entry; the rest stays in the API. */
export function detailOf(entry: ListedEntry): string | undefined {
  const change = roleChange.safeParse(entry.detail);
  if (change.success) return `from ${change.data.from} to ${change.data.to}`;
  const given = roleGiven.safeParse(entry.detail);
  return given.success ? `as ${given.data.role}` : undefined;
}

const actors: Readonly<Record<string, string>> = { "api-key": "API key", system: "System" };

/** What kind of actor it was, where it was not a person. */
export function actorKindOf(entry: ListedEntry): string | undefined {
  return actors[entry.actorKind];
}
