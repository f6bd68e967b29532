import { freeName, topicNameSchema } from "../document/names";
import type { ChannelPart } from "./parts";

/** Longest name of a topic. */
const maxLength = 80;

/** A name of a topic from an address or a name of a channel: `user/signedUp` becomes `user.signed.up`. */
function topicNameFrom(text: string): string | undefined {
  if (topicNameSchema.safeParse(text).success) return text;
  const name = text
    .normalize("NFKD")
    .replace(/([a-z0-9])([A-Z])/g, "$1.$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ".")
    .replace(/^\.+|\.+$/g, "");
  return name === "" || name.length > maxLength ? undefined : name;
}

/** Gives every channel a topic of its own: by its address (or as Millrace wrote it), else by its name in the document, with a number if need be. */
export function nameTopics(
  channels: readonly Pick<ChannelPart, "id" | "address" | "ownTopic">[],
): Map<string, string> {
  const taken = new Set<string>();
  const names = new Map<string, string>();
  for (const { id, address, ownTopic } of channels) {
    const own = ownTopic === undefined ? undefined : topicNameFrom(ownTopic);
    const byAddress = address === undefined ? undefined : topicNameFrom(address);
    const byId = topicNameFrom(id);
    const free = [own, byAddress, byId].find((name) => name !== undefined && !taken.has(name));
    const name = free ?? freeName((byAddress ?? byId ?? "topic").slice(0, maxLength - 5), taken);
    taken.add(name);
    names.set(id, name);
  }
  return names;
}
