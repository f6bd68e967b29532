import fc from "fast-check";
import { afterAll, beforeAll, it } from "vitest";
import { enterWorker, holdWorkerLock, leaveWorker } from "@/server/log/worker-process";
import { useTestDatabase } from "@/server/testing/test-database";
import { beginLedger, drainLedger, ledgerCommands } from "./testing/ledger/commands";
import { Ledger } from "./testing/ledger/ledger";
import { LedgerModel } from "./testing/ledger/model";

const database = useTestDatabase();
let livingId: number;
let letGo: () => void;

beforeAll(async () => {
  livingId = await enterWorker(database.deps.pool, "ledger", 1, "redis");
  const connection = await database.deps.pool.connect();
  await holdWorkerLock(connection, livingId);
  // Its lock goes with the connection.
  letGo = () => connection.release(true);
});
afterAll(async () => {
  letGo();
  await leaveWorker(database.deps.pool, livingId);
});

/** Always the same interleavings; with another number, others. */
const seed = 20_260_131;

it("accounts for every event, whatever happens in whatever order", async () => {
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.commands(ledgerCommands, { maxCommands: 50, size: "max" }),
      async (withState, commands) => {
        runs += 1;
        const model = new LedgerModel();
        const real = await Ledger.open(database.deps, livingId, `ledger-${runs}`, withState);
        await beginLedger(model, real);
        await fc.asyncModelRun(() => ({ model, real }), commands);
        await drainLedger(model, real);
      },
    ),
    { seed, numRuns: 8 },
  );
}, 120_000);
