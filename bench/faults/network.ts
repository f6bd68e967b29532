import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { deployFlow } from "@/server/flows/deploy-flow";
import { putFlow } from "@/server/flows/put-flow";
import type { Scenario } from "./scenario";
import { expectOnly } from "./sender";
import { openToxicProxy, type Toxic, type ToxicProxy, toxics } from "./toxic-proxy";
import { countedFlow, type World } from "./world";

const legs = ["gateway → PostgreSQL", "workers → PostgreSQL", "workers → Redis", "workers → sink"] as const;
type Leg = (typeof legs)[number];

/** The database through a proxy in front of its socket. */
function throughProxy(databaseUrl: string, port: number): string {
  const url = new URL(databaseUrl);
  url.searchParams.delete("host");
  url.host = `127.0.0.1:${port}`;
  return url.href;
}

/** Puts a proxy into every leg, and replaces gateway and workers by ones that go through them. */
async function openLegs(world: World): Promise<ReadonlyMap<Leg, ToxicProxy>> {
  const { installation, services, sink, random } = world;
  const { deps, actor } = installation;
  const databaseUrl = deps.env.DATABASE_URL;
  const database = join(new URL(databaseUrl).searchParams.get("host") ?? "", ".s.PGSQL.5432");
  const open = async (target: string | number) => {
    const proxy = await openToxicProxy(target, random);
    world.atClose.push(proxy.close);
    return proxy;
  };
  const forGateway = await open(database);
  const forWorkers = await open(database);
  const redis = await open(services.redis.url);
  const outside = await open(Number(sink.host.split(":")[1]));

  const host = `127.0.0.1:${outside.port}`;
  await Promise.all([...world.gateways, ...world.workers].map((one) => one.stop()));
  world.gateways = [
    await installation.startGateway({ DATABASE_URL: throughProxy(databaseUrl, forGateway.port) }),
  ];
  world.workers = [
    await installation.startWorkers({
      DATABASE_URL: throughProxy(databaseUrl, forWorkers.port),
      REDIS_URL: `redis://127.0.0.1:${redis.port}`,
      EGRESS_ALLOW: `${host},${sink.host}`,
    }),
  ];
  await putFlow(deps, actor, { flow: "counted", document: countedFlow(host) });
  await deployFlow(deps, actor, { flow: "counted" });
  const proxies = [forGateway, forWorkers, redis, outside] as const;
  return new Map(legs.map((leg, index) => [leg, proxies[index] ?? outside]));
}

/** Every toxic on every leg; in the short form every toxic once and every leg at least once, as the seed has it. */
function harms({ isFull, random }: World): readonly (readonly [Leg, Toxic])[] {
  if (isFull) return legs.flatMap((leg) => toxics.map((toxic) => [leg, toxic] as const));
  const shift = Math.floor(random() * toxics.length * legs.length);
  return toxics.map((toxic, index) => [legs[(index + shift) % legs.length] ?? legs[0], toxic] as const);
}

/** F14: every way between two processes falls ill in every way that a network knows. */
export const breakNetwork: Scenario = {
  name: "the network of one leg: refused, half-open, reset, slow, narrow, sliced, cut",
  targetSeconds: 30,
  inject: async (world) => {
    const proxies = await openLegs(world);
    // What was refused while the processes were replaced is not of interest.
    await world.recovered();
    for (const [leg, toxic] of harms(world)) {
      await proxies.get(leg)?.fallIll(toxic);
      await pause(world.isFull ? 20_000 : 2_000);
      await proxies.get(leg)?.heal();
      await world.recovered(`${leg} ${toxic}`);
    }
    // 0: no answer in time, or no gateway while it was replaced.
    expectOnly(world.sender, [503, 0]);
  },
};
