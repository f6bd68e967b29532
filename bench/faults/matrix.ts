import { brokenCode } from "./code";
import { duplicates, redeploy } from "./events";
import { backlog, flood, replayStorm } from "./load";
import { breakNetwork } from "./network";
import { disorder } from "./order";
import { poison } from "./poison";
import { crashPostgres, cutConnections, lockTable } from "./postgres";
import { killGateway, killRepeatedly, killWorker, pauseWorker, rollingRestart } from "./processes";
import { fillRedis, killRedis, stallRedis, stopRedis, wipeRedis } from "./redis";
import type { Scenario } from "./scenario";

/** The fault matrix by its numbers; docs/faults.md says what each promises. */
export const matrix: ReadonlyMap<string, Scenario> = new Map([
  ["F01", killWorker],
  ["F02", killRepeatedly],
  ["F03", pauseWorker],
  ["F04", killGateway],
  ["F06", killRedis],
  ["F07", wipeRedis],
  ["F08", stopRedis],
  ["F09", fillRedis],
  ["F10", stallRedis],
  ["F11", crashPostgres],
  ["F12", cutConnections],
  ["F13", lockTable],
  ["F14", breakNetwork],
  ["F15", flood],
  ["F16", poison],
  ["F19", duplicates],
  ["F20", disorder],
  ["F21", rollingRestart],
  ["F22", redeploy],
  ["F24", backlog],
  ["F28", brokenCode],
  ["F29", replayStorm],
]);
