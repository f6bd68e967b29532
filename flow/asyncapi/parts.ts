import { isJsonObject } from "../schema/json-text";
import { extensionName } from "./extension";
import type { Placed } from "./local-refs";

/** A message of a channel, as both generations of AsyncAPI have it. */
export interface MessagePart {
  readonly name: string;
  readonly pointer: string;
  /** Its payload, whether it is a schema, a reference, or a schema with its format around it. */
  readonly payload?: Placed | undefined;
  /** Format of the payload, where the message names it. */
  readonly schemaFormat?: string | undefined;
  readonly examples: readonly { readonly name: string | undefined; readonly payload: unknown }[];
}

/** A channel with its messages. */
export interface ChannelPart {
  /** Its name in the document, which is not its address. */
  readonly id: string;
  readonly pointer: string;
  readonly address: string | undefined;
  /** Name of the topic, where Millrace wrote it. */
  readonly ownTopic?: string | undefined;
  readonly description: string | undefined;
  readonly messages: readonly MessagePart[];
}

/** What the described application does with a channel, from its own viewpoint. */
export interface OperationPart {
  readonly key: string;
  readonly pointer: string;
  readonly action: "send" | "receive";
  readonly channelId: string;
  readonly title: string | undefined;
  /** The name that Millrace gives it, where it wrote that. */
  readonly ownKey?: string | undefined;
}

/** What is read of a document. */
export interface DocumentParts {
  readonly channels: readonly ChannelPart[];
  readonly operations: readonly OperationPart[];
}

/** A text that Millrace wrote beside something. */
export function ownText(value: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const own = value[extensionName];
  return isJsonObject(own) ? textOf(own[name], 300) : undefined;
}

/** A text of a document; undefined for anything else, and for nothing. */
export function textOf(value: unknown, maxLength: number): string | undefined {
  if (typeof value !== "string" || value.trim() === "") return undefined;
  return cutText(value.trim(), maxLength);
}

/** The beginning of a text, without half a character at its end: the database keeps none. */
export function cutText(text: string, maxLength: number): string {
  return text.slice(0, maxLength).replace(/[\uD800-\uDBFF]$/, "");
}
