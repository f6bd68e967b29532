import { readFile } from "node:fs/promises";
import { text as textOfStream } from "node:stream/consumers";
import type { Command } from "commander";
import * as z from "zod";
import { apiClient, type Connection } from "./api-client";
import { CommandFailure, type Io, withFile } from "./io";

const line = z.object({
  id: z.string(),
  topic: z.string(),
  offset: z.number(),
  duplicate: z.boolean().optional(),
});
const answerSchema = z.union([line, z.array(line), z.object({ status: z.literal("kept as sample") })]);

interface SendOptions {
  readonly data?: string;
  readonly file?: string;
  readonly type: string;
  readonly id?: string;
  readonly key?: string;
  readonly subject?: string;
  readonly through?: boolean;
  readonly test?: boolean;
}

async function payloadOf({ data, file }: SendOptions): Promise<BodyInit> {
  if (data !== undefined && file !== undefined) throw new CommandFailure("Give --data or --file, not both.");
  if (data !== undefined) return data;
  if (file !== undefined && file !== "-")
    return new Uint8Array(await withFile(file, "read", () => readFile(file)));
  if (process.stdin.isTTY)
    throw new CommandFailure("Give the event's data with --data or --file, or pipe it in.");
  return textOfStream(process.stdin);
}

function pathOf(target: string, isThrough: boolean): string {
  if (!isThrough) return `/topics/${encodeURIComponent(target)}/events`;
  const [flow, producer, ...rest] = target.split("/");
  if (!flow || !producer || rest.length > 0)
    throw new CommandFailure("With --through, name it as flow/producer.");
  return `/flows/${encodeURIComponent(flow)}/producers/${encodeURIComponent(producer)}/events`;
}

/** `send`: events into a topic, or through a producer. */
export function addSendCommand(program: Command, io: Io, connection: () => Connection): void {
  program
    .command("send <topic>")
    .description("Send an event into a topic and print its id and offset")
    .option("-d, --data <data>", "the event's data, JSON unless --type says otherwise")
    .option("-f, --file <file>", "read the data from a file; - for standard input")
    .option("--type <content-type>", "content type of the data", "application/json")
    .option("--id <id>", "sending the same id twice stores one event")
    .option("--key <key>", "partition key: events with one key stay in order")
    .option("--subject <subject>", "what it is about")
    .option("--test", "mark it as a test")
    .option("--through", "the name is flow/producer: as if it had come to that producer's address")
    .action(async (target: string, options: SendOptions) => {
      const headers = new Headers({ "content-type": options.type });
      if (options.id !== undefined) headers.set("webhook-id", encodeURIComponent(options.id));
      if (options.key !== undefined) headers.set("ce-partitionkey", encodeURIComponent(options.key));
      if (options.subject !== undefined) headers.set("ce-subject", encodeURIComponent(options.subject));
      const path = `${pathOf(target, options.through === true)}?test=${options.test === true}`;
      const body = await payloadOf(options);
      const response = await apiClient(io, connection()).call(path, { method: "POST", body, headers });
      const answer = answerSchema.parse(await response.json());
      if ("status" in answer) {
        io.out("Kept as a sample: the flow was never deployed.\n");
        return;
      }
      for (const { id, topic, offset, duplicate } of Array.isArray(answer) ? answer : [answer]) {
        io.out(`${topic} ${offset} ${id}${duplicate ? " (received before)" : ""}\n`);
      }
    });
}
