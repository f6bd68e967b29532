import type { QuarantineGroup } from "@/server/quarantine/list-quarantine";

/** What names all events of a group to the server. */
export function choiceOf({ topic, pointer, keyword }: QuarantineGroup) {
  return { topic, pointer, keyword };
}
