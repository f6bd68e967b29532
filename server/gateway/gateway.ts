import type { Deps } from "../deps";
import { createGroupAppend } from "../log/group-append";
import { createAnnouncer } from "../log/notify";
import { createIngestHandler, defaultLimits, type IngestHandler } from "./handle-ingest";

/** The part of a process that takes events. */
export interface Gateway {
  readonly handle: IngestHandler;
  /** Resolves when every event that was begun is stored and announced. */
  idle(): Promise<void>;
}

/** Makes the gateway of one process. */
export function createGateway(deps: Deps, limits = defaultLimits): Gateway {
  const announcer = createAnnouncer(deps.pool, deps.log);
  const group = createGroupAppend(deps.pool, (topicId) => announcer.announce("appended", topicId));
  return {
    handle: createIngestHandler(deps, group, limits),
    idle: async () => {
      await group.idle();
      await announcer.idle();
    },
  };
}
