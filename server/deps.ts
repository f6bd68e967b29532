import type { Pool } from "pg";
import type { PrismaClient } from "@/prisma/generated/client";
import type { Env } from "./env";
import type { Log } from "./logger";

/** What use cases need of the outside world; opened once per process, closed at its end. */
export interface Deps {
  readonly env: Env;
  readonly log: Log;
  /** Ordinary data access. */
  readonly db: PrismaClient;
  /** For the hand-written SQL of the log; the same database. */
  readonly pool: Pool;
}
