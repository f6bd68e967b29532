import type { RouterInputs } from "@/app/_trpc/router-types";

type ScanInput = RouterInputs["events"]["scan"];

/** What the viewer asks for; the same words as in the page's address. */
export type EventQuery = Pick<
  ScanInput,
  | "topics"
  | "types"
  | "statuses"
  | "consumer"
  | "correlationId"
  | "key"
  | "text"
  | "test"
  | "from"
  | "to"
  | "where"
>;

/** Where the list begins; absent: at the newest event, and it follows. */
export type EventPlace =
  | { readonly kind: "oldest" }
  | { readonly kind: "time"; readonly time: Date }
  | { readonly kind: "around"; readonly topic: string; readonly offset: number };

/** All that the address of the page says. */
export interface EventsAddress {
  readonly query: EventQuery;
  readonly place: EventPlace | undefined;
}

const statuses = ["ok", "failed", "waiting", "filtered", "dead"] as const;

function dateOf(text: string | null): Date | undefined {
  const date = new Date(text ?? "");
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function placeOf(params: URLSearchParams): EventPlace | undefined {
  const around = /^(.+):(\d+)$/.exec(params.get("around") ?? "");
  if (around?.[1] !== undefined) return { kind: "around", topic: around[1], offset: Number(around[2]) };
  const at = params.get("at");
  if (at === "oldest") return { kind: "oldest" };
  const time = dateOf(at);
  return time && { kind: "time", time };
}

/** Reads an address; what cannot be read is left out. */
export function addressOf(params: URLSearchParams): EventsAddress {
  const several = (name: string) => params.getAll(name).filter((value) => value !== "");
  const one = (name: string) => params.get(name) || undefined;
  const [topics, types, where] = [several("topic"), several("type"), several("where")];
  const asked = several("status");
  const states = statuses.filter((status) => asked.includes(status));
  const [flow, consumer] = [one("flow"), one("consumer")];
  const [correlationId, key, text, test] = [one("correlation"), one("key"), one("text"), one("test")];
  const [from, to] = [dateOf(params.get("from")), dateOf(params.get("to"))];
  return {
    query: {
      ...(topics.length > 0 && { topics }),
      ...(types.length > 0 && { types }),
      ...(states.length > 0 && { statuses: states }),
      ...(flow !== undefined && consumer !== undefined && { consumer: { flow, id: consumer } }),
      ...(correlationId !== undefined && { correlationId }),
      ...(key !== undefined && { key }),
      ...(text !== undefined && { text }),
      ...((test === "hidden" || test === "only") && { test }),
      ...(from && { from }),
      ...(to && { to }),
      ...(where.length > 0 && { where }),
    },
    place: placeOf(params),
  };
}

/** Writes a query as it stands in an address; also what is kept of a saved filter. */
export function paramsOf({ query, place }: EventsAddress): URLSearchParams {
  const params = new URLSearchParams();
  for (const topic of query.topics ?? []) params.append("topic", topic);
  for (const type of query.types ?? []) params.append("type", type);
  for (const status of query.statuses ?? []) params.append("status", status);
  if (query.consumer) {
    params.set("flow", query.consumer.flow);
    params.set("consumer", query.consumer.id);
  }
  if (query.correlationId !== undefined) params.set("correlation", query.correlationId);
  if (query.key !== undefined) params.set("key", query.key);
  if (query.text !== undefined) params.set("text", query.text);
  if (query.test !== undefined) params.set("test", query.test);
  if (query.from) params.set("from", query.from.toISOString());
  if (query.to) params.set("to", query.to.toISOString());
  for (const where of query.where ?? []) params.append("where", where);
  if (place?.kind === "around") params.set("around", `${place.topic}:${place.offset}`);
  if (place?.kind === "oldest") params.set("at", "oldest");
  if (place?.kind === "time") params.set("at", place.time.toISOString());
  return params;
}

/** How many filters there are. */
export function filterCount(query: EventQuery): number {
  return Object.values(query).reduce<number>(
    (count, value) => count + (Array.isArray(value) ? value.length : value === undefined ? 0 : 1),
    0,
  );
}
