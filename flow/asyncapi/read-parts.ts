import { isJsonObject, pointerPart } from "../schema/json-text";
import type { LocalRefs, Placed } from "./local-refs";
import {
  type ChannelPart,
  type DocumentParts,
  type MessagePart,
  type OperationPart,
  ownText,
  textOf,
} from "./parts";
import type { Report } from "./problem";

/** An object of the document, its references followed; undefined, and reported, when there is none. */
function objectAt(refs: LocalRefs, value: unknown, pointer: string, report: Report) {
  const placed = refs.resolve(value, pointer);
  if (placed === undefined) return undefined;
  if (isJsonObject(placed.value)) return { value: placed.value, pointer: placed.pointer };
  report(pointer, "This is not an object.");
  return undefined;
}

/** The members of an object that may be absent, with their places. */
function membersOf(value: unknown, pointer: string, report: Report): (Placed & { readonly name: string })[] {
  if (value === undefined || value === null) return [];
  if (!isJsonObject(value)) {
    report(pointer, "This is not an object.");
    return [];
  }
  return Object.entries(value).map(([name, inner]) => ({
    name,
    value: inner,
    pointer: `${pointer}/${pointerPart(name)}`,
  }));
}

function messageOf(refs: LocalRefs, value: unknown, at: string, name: string | undefined, report: Report) {
  const found = objectAt(refs, value, at, report);
  if (found === undefined) return [];
  const { value: message, pointer } = found;
  const last = pointer.slice(pointer.lastIndexOf("/") + 1);
  const part: MessagePart = {
    name: name ?? textOf(message.name, 200) ?? textOf(message.messageId, 200) ?? last,
    pointer,
    payload: Object.hasOwn(message, "payload")
      ? { value: message.payload, pointer: `${pointer}/payload` }
      : undefined,
    schemaFormat: textOf(message.schemaFormat, 200),
    examples: (Array.isArray(message.examples) ? message.examples : []).flatMap((example: unknown) =>
      isJsonObject(example) && Object.hasOwn(example, "payload")
        ? [{ name: textOf(example.name, 120), payload: example.payload }]
        : [],
    ),
  };
  return [part];
}

/** Reads channels and operations of AsyncAPI 3. */
export function readParts(
  refs: LocalRefs,
  root: Readonly<Record<string, unknown>>,
  report: Report,
): DocumentParts {
  const channels = membersOf(root.channels, "/channels", report).flatMap(
    ({ name: id, value, pointer: at }) => {
      const found = objectAt(refs, value, at, report);
      if (found === undefined) return [];
      const { value: channel, pointer } = found;
      const messages = membersOf(channel.messages, `${pointer}/messages`, report).flatMap((member) =>
        messageOf(refs, member.value, member.pointer, member.name, report),
      );
      const description = textOf(channel.description ?? channel.summary, 2000);
      const part: ChannelPart = {
        id,
        pointer: at,
        address: textOf(channel.address, 1000),
        ownTopic: ownText(channel, "topic"),
        description,
        messages,
      };
      return [part];
    },
  );
  const known = new Set(channels.map(({ id }) => `#/channels/${pointerPart(id)}`));
  const operations = membersOf(root.operations, "/operations", report).flatMap(
    ({ name: key, value, pointer }) => {
      const operation = objectAt(refs, value, pointer, report)?.value;
      if (operation === undefined) return [];
      const { action, channel, reply } = operation;
      if (action !== "send" && action !== "receive") {
        report(pointer, "An operation says `action: send` or `action: receive`.");
        return [];
      }
      const reference = isJsonObject(channel) && typeof channel.$ref === "string" ? channel.$ref : "";
      if (!known.has(reference) && !known.has(decoded(reference))) {
        report(pointer, "Its channel is not one of the document's own, such as `#/channels/orders`.");
        return [];
      }
      if (reply !== undefined)
        report(`${pointer}/reply`, "Replies are not taken over: a flow answers by publishing to a topic.");
      const target = known.has(reference) ? reference : decoded(reference);
      const channelId = target.slice("#/channels/".length).replaceAll("~1", "/").replaceAll("~0", "~");
      const title = textOf(operation.title ?? operation.summary, 120);
      const ownKey = ownText(operation, "operation");
      const part: OperationPart = { key, pointer, action, channelId, title, ownKey };
      return [part];
    },
  );
  return { channels, operations };
}

/** References may be written as in addresses: `%7B` is `{`. */
function decoded(reference: string): string {
  try {
    return decodeURIComponent(reference);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return reference;
  }
}

/**
 * Reads channels and operations of AsyncAPI 2, where a channel is named by its address and its operations are told from the other
 * side: what others `publish` the application receives, and what they `subscribe` to it sends.
 */
export function readOldParts(
  refs: LocalRefs,
  root: Readonly<Record<string, unknown>>,
  report: Report,
): DocumentParts {
  const operations: OperationPart[] = [];
  const channels = membersOf(root.channels, "/channels", report).flatMap(
    ({ name: id, value, pointer: at }) => {
      const found = objectAt(refs, value, at, report);
      if (found === undefined) return [];
      const { value: channel, pointer } = found;
      const messages = (["publish", "subscribe"] as const).flatMap((verb) => {
        if (channel[verb] === undefined) return [];
        const place = `${pointer}/${verb}`;
        const operation = objectAt(refs, channel[verb], place, report);
        if (operation === undefined) return [];
        const { operationId, summary, message } = operation.value;
        operations.push({
          key: textOf(operationId, 200) ?? `${id}.${verb}`,
          pointer: place,
          action: verb === "publish" ? "receive" : "send",
          channelId: id,
          title: textOf(summary, 120),
        });
        return messagesOf(refs, message, `${operation.pointer}/message`, report);
      });
      const unique = [...new Map(messages.map((message) => [message.pointer, message])).values()];
      const description = textOf(channel.description, 2000);
      const part: ChannelPart = { id, pointer: at, address: id, description, messages: unique };
      return [part];
    },
  );
  return { channels, operations };
}

function messagesOf(refs: LocalRefs, message: unknown, pointer: string, report: Report): MessagePart[] {
  if (message === undefined) return [];
  if (!isJsonObject(message) || !Array.isArray(message.oneOf))
    return messageOf(refs, message, pointer, undefined, report);
  return message.oneOf.flatMap((one: unknown, index) =>
    messageOf(refs, one, `${pointer}/oneOf/${index}`, undefined, report),
  );
}
