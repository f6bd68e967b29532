import { slugOf } from "../document/names";
import { canonicalJson, isJsonObject, pointerParts } from "../schema/json-text";
import { extensionName } from "./extension";
import type { FlowOperation } from "./flow-operations";
import { valueAt } from "./local-refs";
import type { AsyncApiProposal } from "./read-document";

type Members = Readonly<Record<string, unknown>>;

/** What the document that a flow came from says of one thing. */
interface KeptThing {
  /** Its name there. */
  readonly key: string;
  /** All that it says beyond what Millrace writes itself. */
  readonly members: Members;
  readonly messages: unknown;
}

/** What of the document that flows came from goes into the next one, which Millrace has no words for. */
export interface KeptParts {
  /** The version to write. */
  readonly version: string;
  readonly root: Members;
  readonly info: Members;
  readonly components: Members;
  channel(topic: string): KeptThing | undefined;
  operation(operation: FlowOperation): KeptThing | undefined;
  /** The schema of a topic as it came in, in the same form for equal ones; undefined where there was none. */
  schemaOf(topic: string): string | undefined;
}

/** Members that mean the same in AsyncAPI 2 and 3; of a document of version 2 nothing else is kept. */
const common = {
  root: ["id", "defaultContentType"],
  info: ["version", "description", "termsOfService", "contact", "license"],
  channel: ["bindings"],
  operation: ["summary", "description", "tags", "externalDocs", "bindings"],
};
/** Members that Millrace writes itself. */
const own = {
  root: ["asyncapi", "info", "channels", "operations", "components", extensionName],
  info: ["title"],
  channel: ["messages", "description", extensionName],
  operation: ["action", "channel", "messages", "title", extensionName],
};

/** Finds what is to be kept of a document that was imported. */
export function keptParts({ version, root, topics, operations, schemas }: AsyncApiProposal): KeptParts {
  const isOld = version.startsWith("2.");
  const membersOf = (value: unknown, kind: keyof typeof own): Members => {
    if (!isJsonObject(value)) return {};
    const isKept = (name: string) =>
      !own[kind].includes(name) && (!isOld || name.startsWith("x-") || common[kind].includes(name));
    return Object.fromEntries(Object.entries(value).filter(([name]) => isKept(name)));
  };
  const thing = (pointer: string, kind: "channel" | "operation", name: string): KeptThing | undefined => {
    const value = valueAt(root, pointer);
    // One that stands elsewhere in the document is written out as Millrace has it.
    if (!isJsonObject(value) || value.$ref !== undefined) return undefined;
    const key = isOld ? name : (pointerParts(pointer).at(-1) ?? name);
    return { key, members: membersOf(value, kind), messages: isOld ? undefined : value.messages };
  };
  const subjects = new Map(schemas.map(({ subject, format, text }) => [subject, schemaForm(format, text)]));
  return {
    version: isOld ? "3.0.0" : version,
    root: membersOf(root, "root"),
    info: membersOf(root.info, "info"),
    components: !isOld && isJsonObject(root.components) ? root.components : {},
    channel(topic) {
      const found = topics.find(({ name }) => name === topic);
      return found && thing(found.pointer, "channel", topic);
    },
    operation(operation) {
      const { action, topic, id, key: ownKey } = operation;
      const found = operations.find(
        (one) =>
          one.action === action &&
          one.topic === topic &&
          // Either Millrace wrote it, or it was drawn as a stub with this id.
          (one.key === ownKey || one.ownKey === ownKey || (slugOf(one.key) || "operation") === id),
      );
      return found && thing(found.pointer, "operation", isOld ? slugOf(found.key) || ownKey : found.key);
    },
    schemaOf(topic) {
      const subject = topics.find(({ name }) => name === topic)?.subject;
      return subject === undefined ? undefined : subjects.get(subject);
    },
  };
}

/** A schema in a form that is equal for equal schemas. */
export function schemaForm(format: string, text: string): string {
  return format === "PROTOBUF" ? text : canonicalJson(JSON.parse(text));
}

/** Whether something refers to a channel or an operation that a document does not have. */
export function leadsToGone(value: unknown, document: Members): boolean {
  if (Array.isArray(value)) return value.some((inner) => leadsToGone(inner, document));
  if (!isJsonObject(value)) return false;
  const { $ref } = value;
  if (typeof $ref === "string" && /^#\/(?:channels|operations)\//.test($ref))
    return valueAt(document, $ref.slice(1)) === undefined;
  return Object.values(value).some((inner) => leadsToGone(inner, document));
}
