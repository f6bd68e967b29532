import { afterAll, beforeAll, expect, it } from "vitest";
import { type Services, startServices } from "../stage/services";
import { matrix } from "./matrix";
import { runScenario } from "./scenario";

// The scenarios that every change has to pass, in their short form. How fast they recover is said by `npm run faults`.
const SEED = 20_270_101;
let services: Services;

beforeAll(async () => {
  services = await startServices();
});
afterAll(async () => {
  await services.close();
});

it.each(["F01", "F04", "F06", "F07", "F19"])(
  "%s loses nothing, doubles nothing, and comes to rest",
  async (id) => {
    const scenario = matrix.get(id);
    if (scenario === undefined) throw new Error(`There is no scenario ${id}.`);
    const outcome = await runScenario(services, scenario, { seed: SEED, isFull: false });
    const { lost, doubled, unstable, unseen, unbalanced, failure } = outcome;
    expect({ lost, doubled, unstable, unseen, unbalanced, failure }).toEqual({
      lost: 0,
      doubled: 0,
      unstable: 0,
      unseen: 0,
      unbalanced: 0,
      failure: undefined,
    });
    expect(outcome.acked).toBeGreaterThan(100);
  },
  150_000,
);
