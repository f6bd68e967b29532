import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { buildProcesses } from "@/bin/prepare/build.mjs";
import type { FlowDocument } from "@/flow/document/flow-document";
import type { Actor } from "@/server/auth/actor";
import { closeDeps, openDeps } from "@/server/db";
import type { Deps } from "@/server/deps";
import { parseEnv } from "@/server/env";
import { deployFlow } from "@/server/flows/deploy-flow";
import { putFlow } from "@/server/flows/put-flow";
import { hashAddressKey, makeAddressKey } from "@/server/gateway/address-key";
import { makeWorkspace } from "@/server/testing/write-events";
import { freePort } from "./free-port";
import { type NodeProcess, startNode } from "./node-process";
import { root, type Services } from "./services";

/** A gateway process, and where it listens. */
export interface GatewayProcess extends NodeProcess {
  readonly port: number;
}

/** A Millrace of its own: a database on shared services, and the very processes that `npm start` runs. */
export interface Installation {
  readonly deps: Deps;
  /** Owner of its only workspace. */
  readonly actor: Actor;
  startGateway(variables?: Readonly<Record<string, string>>): Promise<GatewayProcess>;
  startWorkers(variables?: Readonly<Record<string, string>>): Promise<NodeProcess>;
  /** Deploys a flow, in another workspace when there is another actor; returns the path of the address of its first producer. */
  deploy(slug: string, document: FlowDocument, as?: Actor): Promise<string>;
  topicId(name: string, as?: Actor): Promise<string>;
  /** Number that a query counts as `n`. */
  count(sql: string, values?: readonly unknown[]): Promise<number>;
  /** Stops what was started. */
  close(): Promise<void>;
}

export interface InstallationOptions {
  /** False: the queue runs on PostgreSQL. */
  readonly hasRedis?: boolean;
  /** For the processes, on top of ours. */
  readonly variables?: Readonly<Record<string, string>>;
  /** For Node, such as `--cpu-prof`. */
  readonly flags?: readonly string[];
}

/** Makes an installation; nothing of it runs yet. */
export async function makeInstallation(
  services: Services,
  { hasRedis = true, variables = {}, flags = [] }: InstallationOptions = {},
): Promise<Installation> {
  await buildProcesses(root);
  const databaseUrl = await services.makeDatabase(`stage_${randomUUID().replaceAll("-", "")}`);
  const shared = {
    DATABASE_URL: databaseUrl,
    MILLRACE_SECRET: "a secret of the stage, 32 characters",
    // The source of plain events: all gateways must name the same, or an event would be new at each of them.
    MILLRACE_URL: "http://stage.test",
    LOG_LEVEL: "error",
    MILLRACE_ADDRESS_RATE: "1000000",
    ...(hasRedis ? { REDIS_URL: services.redis.url } : {}),
    ...variables,
  };
  const deps = openDeps(parseEnv({ NODE_ENV: "production", ...shared }), "stage");
  const actor = await makeWorkspace(deps, "stage");
  const processes: NodeProcess[] = [];
  const count = async (sql: string, values: readonly unknown[] = []) => {
    const result = await deps.pool.query<{ n: string }>(sql, [...values]);
    return Number(result.rows[0]?.n ?? 0);
  };
  return {
    deps,
    actor,
    count,
    startGateway: async (more = {}) => {
      const port = Number(more.PORT ?? (await freePort()));
      const env = { ...shared, PORT: String(port), MILLRACE_ROLES: "gateway", ...more };
      const started = await startNode(join(root, "dist/web.mjs"), env, flags);
      processes.push(started);
      return { ...started, port };
    },
    startWorkers: async (more = {}) => {
      const started = await startNode(join(root, "dist/workers.mjs"), { ...shared, ...more }, flags);
      processes.push(started);
      return started;
    },
    deploy: async (slug, document, as = actor) => {
      await putFlow(deps, as, { flow: slug, document });
      await deployFlow(deps, as, { flow: slug });
      const key = makeAddressKey();
      const producer = await deps.db.producer.findFirst({
        where: { workspaceId: as.workspaceId, flow: { slug } },
        select: { id: true },
      });
      if (producer) {
        // The address is known to its owner alone; here we choose it.
        const data = { keyHash: hashAddressKey(key) };
        await deps.db.producer.update({ where: { id: producer.id }, data });
      }
      return `/in/${key}`;
    },
    topicId: async (name, as = actor) => {
      const where = { workspaceId_name: { workspaceId: as.workspaceId, name } };
      return (await deps.db.topic.findUniqueOrThrow({ where })).id;
    },
    close: async () => {
      for (const process of processes) await process.stop();
      await closeDeps(deps);
    },
  };
}
