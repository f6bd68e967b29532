import type { Command } from "commander";
import * as z from "zod";
import { apiClient, type Connection } from "./api-client";
import { CommandFailure, type Io, table } from "./io";

const healthSchema = z.object({
  status: z.string(),
  consumers: z.array(
    z.object({
      flow: z.string(),
      consumer: z.string(),
      topic: z.string(),
      state: z.string(),
      lag: z.number(),
      retrying: z.number(),
      held: z.number(),
      dead: z.number(),
    }),
  ),
  workers: z.array(z.object({ name: z.string(), isAlive: z.boolean() })),
});

/** `health`: what waits, and whether anybody works; ends with 1 when nobody does. */
export function addHealthCommand(program: Command, io: Io, connection: () => Connection): void {
  program
    .command("health")
    .description("Consumers with what waits for them, and the workers")
    .option("--json", "as JSON")
    .action(async ({ json }: { json?: boolean }) => {
      const raw: unknown = await (await apiClient(io, connection()).call("/health")).json();
      const { status, consumers, workers } = healthSchema.parse(raw);
      if (json) io.out(`${JSON.stringify(raw)}\n`);
      else {
        const alive = workers.filter(({ isAlive }) => isAlive).length;
        io.out(`${status === "ok" ? "ok" : "no workers"} · ${alive} ${alive === 1 ? "worker" : "workers"}\n`);
        const rows = consumers.map(({ flow, consumer, topic, state, lag, retrying, held, dead }) => [
          flow,
          consumer,
          topic,
          state,
          ...[lag, retrying, held, dead].map(String),
        ]);
        const head = ["FLOW", "CONSUMER", "TOPIC", "STATE", "LAG", "RETRYING", "HELD", "DEAD"];
        if (rows.length > 0) io.out(table([head, ...rows]));
      }
      if (status !== "ok")
        throw new CommandFailure("No workers process is alive: events are stored and wait.");
    });
}
