import { setTimeout as sleep } from "node:timers/promises";
import { type Command, InvalidArgumentError } from "commander";
import * as z from "zod";
import { type ApiClient, apiClient, type Connection } from "./api-client";
import type { Io } from "./io";

const pageSchema = z.object({
  events: z.array(
    z.object({
      offset: z.number(),
      receivedAt: z.string(),
      isTest: z.boolean(),
      event: z.looseObject({ id: z.string(), type: z.string() }),
    }),
  ),
  next: z.number(),
  head: z.number(),
});
type Page = z.output<typeof pageSchema>;

const pollMs = 500;
const pageSize = 500;

async function readPage(api: ApiClient, topic: string, after: number, limit = pageSize): Promise<Page> {
  const response = await api.call(
    `/topics/${encodeURIComponent(topic)}/events?after=${after}&limit=${limit}`,
  );
  return pageSchema.parse(await response.json());
}

function lineOf({ offset, receivedAt, isTest, event }: Page["events"][number], asJson: boolean): string {
  if (asJson) return `${JSON.stringify({ offset, receivedAt, isTest, event })}\n`;
  const data =
    "data" in event ? JSON.stringify(event.data) : "data_base64" in event ? "(binary)" : "(no data)";
  return `${receivedAt} ${offset} ${event.type} ${event.id}${isTest ? " test" : ""} ${data}\n`;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError("Give a whole number.");
  return Number(text);
}

interface TailOptions {
  readonly after?: number;
  readonly follow: boolean;
  readonly json?: boolean;
}

/** `events tail`: follows a topic from its end, or from an offset. */
export function addEventCommands(program: Command, io: Io, connection: () => Connection): void {
  const events = program.command("events").description("Events of a topic");
  events
    .command("tail <topic>")
    .description("Print events as they arrive, until Ctrl+C")
    .option(
      "--after <offset>",
      "begin behind this offset; 0 for all; the newest ten if not given",
      wholeNumber,
    )
    .option("--no-follow", "end after the last stored event")
    .option("--json", "one JSON object a line, with the whole CloudEvent")
    .action(async (topic: string, { after, follow, json }: TailOptions) => {
      const api = apiClient(io, connection());
      let position = after ?? Math.max(0, (await readPage(api, topic, 0, 1)).head - 10);
      for (;;) {
        const page = await readPage(api, topic, position);
        for (const event of page.events) io.out(lineOf(event, json === true));
        position = page.next;
        const isAtEnd = page.events.length < pageSize;
        if (isAtEnd && !follow) return;
        if (isAtEnd) await sleep(pollMs);
      }
    });
}
