import type { EventDraft } from "@/flow/event/event-envelope";
import { isJsonType } from "@/flow/event/media-type";
import type { SchemaFailure } from "@/flow/schema/failure";
import type { Deps } from "../deps";
import { cutText } from "./failure-of";
import type { Validator } from "./json-validator";
import { readVersion, type StoredSchema } from "./stored-schema";
import type { TopicGateRef } from "./topic-gate";
import { cachedValidator } from "./validator-cache";

/** An event after it was held against a schema; it names the version in `dataSchema` unless the sender named another. */
export interface CheckedEvent {
  readonly event: EventDraft;
  /** As it came. */
  readonly original: EventDraft;
  readonly subject: string;
  readonly version: number;
  /** Empty: it fits. */
  readonly failures: readonly SchemaFailure[];
}

/** The address of a version: what `dataschema` of an event says. */
export function versionAddress(publicUrl: string, subject: string, version: number): string {
  return `${publicUrl}/api/v1/registry/subjects/${encodeURIComponent(subject)}/versions/${version}/schema`;
}

const decoder = new TextDecoder();

/** Where the payload does not fit. */
export function failuresOf(
  validator: Validator,
  contentType: string,
  data: Uint8Array,
): readonly SchemaFailure[] {
  if (!isJsonType(contentType))
    return [
      {
        pointer: "",
        keyword: "content-type",
        message: `The event is ${contentType.slice(0, 100)}, and not JSON.`,
      },
    ];
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(data));
  } catch {
    return [{ pointer: "", keyword: "content-type", message: "The event is not JSON." }];
  }
  return validator.check(value);
}

/** The version that a sender named itself, when it is one of this subject. */
function namedVersion(
  publicUrl: string,
  subject: string,
  dataSchema: string | undefined,
): number | undefined {
  if (dataSchema === undefined) return undefined;
  const [before = "", after = ""] = versionAddress(publicUrl, subject, 0).split("/versions/0");
  if (!dataSchema.startsWith(`${before}/versions/`) || !dataSchema.endsWith(after)) return undefined;
  const version = Number(
    dataSchema.slice(before.length + "/versions/".length, dataSchema.length - after.length),
  );
  return Number.isInteger(version) && version > 0 ? version : undefined;
}

/** Marks an event that was let through although it does not fit. */
const faultAttribute = "schemafault";
const maxFaultLength = 200;

/** An event that goes into its topic: it names its version, and says so if it does not fit. */
export function marked(
  event: EventDraft,
  dataSchema: string,
  failures: readonly SchemaFailure[],
): EventDraft {
  const [first] = failures;
  const named = { ...event, dataSchema: event.dataSchema ?? dataSchema };
  if (first === undefined) return named;
  return {
    ...named,
    extensions: { ...event.extensions, [faultAttribute]: cutText(first.message, maxFaultLength) },
  };
}

/** Holds events against the schema of their topic: the version that they name, else the latest. */
export async function holdToSchema(
  deps: Deps,
  gate: TopicGateRef,
  events: readonly EventDraft[],
): Promise<CheckedEvent[]> {
  const { subject, workspaceId } = gate;
  const publicUrl = deps.env.MILLRACE_URL;
  const latest = await cachedValidator(deps, workspaceId, gate.schemaId);
  // Asked once for all events of a request that name the same one.
  const others = new Map<number, StoredSchema | undefined>();
  const checked: CheckedEvent[] = [];
  for (const event of events) {
    let { version } = gate;
    let validator = latest;
    const named = namedVersion(publicUrl, subject, event.dataSchema);
    if (named !== undefined && named !== version) {
      if (!others.has(named)) others.set(named, await readVersion(deps.db, workspaceId, subject, named));
      const other = others.get(named);
      if (other !== undefined) {
        version = named;
        validator = await cachedValidator(deps, workspaceId, other.id);
      }
    }
    const failures = failuresOf(validator, event.contentType, event.data);
    checked.push({
      original: event,
      event: marked(event, versionAddress(publicUrl, subject, version), failures),
      subject,
      version,
      failures,
    });
  }
  return checked;
}
