import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { until } from "@/server/testing/until";
import type { Scenario } from "./scenario";
import type { World } from "./world";

/** Kills the workers process at a moment that the seed chooses, and starts another one. */
async function replaceWorkers(world: World): Promise<void> {
  await Promise.all(world.workers.map((worker) => worker.kill()));
  world.workers = [await world.startWorkers()];
}

/** F01: at three points: while a call is under way, between the calls and the commit, and right after commits. */
export const killWorker: Scenario = {
  name: "kill -9 of the workers in the middle of deliveries",
  targetSeconds: 15,
  inject: async (world) => {
    const { sink } = world;
    for (let round = 0; round < (world.isFull ? 200 : 3); round += 1) {
      if (round % 3 === 0) {
        // Before the effect is known: the call has arrived and is not answered.
        sink.answer = { delayMs: 300, isSilentFor: () => false };
        const calls = sink.order.length;
        await until(() => sink.order.length > calls + 2, { limitMs: 20_000 });
        sink.answer = { delayMs: 0, isSilentFor: () => false };
      } else if (round % 3 === 1) {
        const calls = sink.order.length;
        await until(() => sink.order.length > calls, { limitMs: 20_000, everyMs: 1 });
      } else {
        await pause(100 + world.random() * 400);
      }
      await replaceWorkers(world);
      await world.recovered();
    }
  },
};

/** F02: whoever takes one certain event dies, five times: it ends as a dead letter with a reason. */
export const killRepeatedly: Scenario = {
  name: "kill -9 of whoever works on one event, again and again",
  targetSeconds: 90,
  inject: async (world) => {
    const { sink, sender } = world;
    const poisoned = 1_000_000;
    let deaths = 0;
    let restarting: Promise<void> = Promise.resolve();
    sink.answer = { delayMs: 0, isSilentFor: (event) => event === poisoned };
    sink.onCall = (event) => {
      if (event !== poisoned) return;
      deaths += 1;
      const victims = world.workers;
      world.workers = [];
      restarting = (async () => {
        await Promise.all(victims.map((worker) => worker.kill()));
        world.workers = [await world.startWorkers()];
      })();
    };
    await sender.send(poisoned);
    await world.recovered();
    await restarting;
    const dead = await world.installation.count(
      "SELECT count(*) AS n FROM delivery WHERE status = 'dead' AND reason = 'worker-crashed'",
    );
    if (dead !== 1) throw new Error(`${dead} deliveries are dead because of a crash.`);
    if (deaths > 5) throw new Error(`The workers died ${deaths} times of one event.`);
  },
};

/** F03: a process that sleeps past its lease wakes up and must not be able to commit. */
export const pauseWorker: Scenario = {
  name: "SIGSTOP of the workers beyond their lease while others go on",
  targetSeconds: 15,
  inject: async (world) => {
    const [sleeper] = world.workers;
    if (sleeper === undefined) throw new Error("There are no workers.");
    world.sink.answer = { delayMs: 100, isSilentFor: () => false };
    await pause(200 + world.random() * 300);
    sleeper.child.kill("SIGSTOP");
    world.workers.push(await world.startWorkers());
    await pause(world.isFull ? 30_000 : 14_000);
    world.sink.answer = { delayMs: 0, isSilentFor: () => false };
    sleeper.child.kill("SIGCONT");
    await world.recovered();
  },
};

/** A request whose body never comes to its end. */
function sendHalf(port: number, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.write(
        `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{"n":`,
      );
      resolve();
    });
    socket.on("error", reject);
    socket.on("close", () => socket.destroy());
  });
}

/** F04: while bodies are read, while groups are committed, and between commit and answer. */
export const killGateway: Scenario = {
  name: "kill -9 of the gateway in the middle of requests",
  targetSeconds: 15,
  inject: async (world) => {
    for (let round = 0; round < (world.isFull ? 60 : 4); round += 1) {
      const [gateway] = world.gateways;
      if (gateway === undefined) throw new Error("There is no gateway.");
      if (round === 0) await sendHalf(gateway.port, world.path).catch(() => undefined);
      // Many requests at once, so that some are at every point of their way.
      const burst = Array.from({ length: 50 }, (_, index) =>
        world.sender.send(2_000_000 + round * 100 + index),
      );
      await pause(world.random() * 40);
      await gateway.kill();
      world.gateways = [await world.installation.startGateway({ PORT: String(gateway.port) })];
      await Promise.all(burst);
      await world.recovered();
    }
  },
};

/** F21: gateways and workers are replaced one by one, as an upgrade does. */
export const rollingRestart: Scenario = {
  name: "SIGTERM of gateways and workers one by one, each replaced first",
  targetSeconds: 30,
  inject: async (world) => {
    world.gateways.push(await world.installation.startGateway());
    world.workers.push(await world.startWorkers());
    const refusedBefore = world.sender.refusals.size;
    for (let round = 0; round < (world.isFull ? 20 : 3); round += 1) {
      const started = performance.now();
      const [gateway, ...gateways] = world.gateways;
      world.gateways = [...gateways, await world.installation.startGateway()];
      // The load balancer has taken it out; what is under way ends.
      await pause(200);
      await gateway?.stop();
      const [worker, ...workers] = world.workers;
      world.workers = [...workers, await world.startWorkers()];
      await worker?.stop();
      if (performance.now() - started > 30_000) throw new Error("A stop took longer than 30 s.");
      await world.recovered();
    }
    if (world.sender.refusals.size > refusedBefore) throw new Error("Some requests failed.");
  },
};
