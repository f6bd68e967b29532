import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DeliveryStatus } from "./delivery-status";
import { LaneOrder, type WhenGivenUp } from "./lane-order";

const events = fc.array(
  fc.record({
    key: fc.constantFrom("ana", "bo", "cy", null),
    status: fc.constantFrom<DeliveryStatus>("succeeded", "filtered", "dead"),
    isBehind: fc.boolean(),
  }),
  { maxLength: 40 },
);

/** Goes through a batch as a worker does; returns what ran and what was put aside, by offset. */
function go(policy: WhenGivenUp | undefined, isDue: boolean, given: readonly Given[]) {
  const order = new LaneOrder(policy, isDue);
  order.learn(
    given.map(({ key, isBehind }, offset) => ({ offset, key, isBehind: key !== null && isBehind })),
  );
  const ran: number[] = [];
  const aside: number[] = [];
  for (const [offset, { status }] of given.entries()) {
    if (order.isStopped) break;
    if (order.waitsFor(offset) !== undefined) {
      aside.push(offset);
      continue;
    }
    ran.push(offset);
    order.note(offset, status);
  }
  return { order, ran, aside };
}
type Given = {
  readonly key: string | null;
  readonly status: DeliveryStatus;
  readonly isBehind: boolean;
};

/** What was not given up, nor waits, before an offset. */
const isThrough = ({ status }: Given) => status !== "dead";

describe("LaneOrder", () => {
  it("runs no event of a key behind one that is not through", () => {
    fc.assert(
      fc.property(events, fc.boolean(), (given, isDue) => {
        const { ran, aside } = go("park", isDue, given);
        expect([...ran, ...aside].sort((a, b) => a - b)).toEqual([...given.keys()]);
        for (const offset of ran) {
          const key = given[offset]?.key;
          if (key === null) continue;
          const before = [...given.entries()].filter(([other, one]) => other < offset && one.key === key);
          for (const [other, one] of before) {
            expect(aside).not.toContain(other);
            expect(isThrough(one)).toBe(true);
          }
        }
      }),
    );
  });

  it("puts nothing aside without a cause", () => {
    fc.assert(
      fc.property(events, (given) => {
        const { aside } = go("park", false, given);
        for (const offset of aside) {
          const key = given[offset]?.key;
          const causes = given.slice(0, offset + 1).filter((one, at) => {
            return one.key === key && (one.isBehind || (at < offset && !isThrough(one)));
          });
          expect(causes.length).toBeGreaterThan(0);
        }
      }),
    );
  });

  it("stops at the first that is given up, and never for what was put back", () => {
    fc.assert(
      fc.property(events, fc.boolean(), (drawn, isDue) => {
        const given = drawn.map((one) => ({ ...one, isBehind: false, key: isDue ? null : one.key }));
        const { ran, aside, order } = go("stop", isDue, given);
        const first = given.findIndex((one) => !isThrough(one));
        const isStopping = !isDue && first !== -1;
        expect(ran).toEqual([...given.keys()].slice(0, isStopping ? first + 1 : undefined));
        expect(aside).toEqual([]);
        expect(order.isStopped).toBe(isStopping);
      }),
    );
  });

  it("goes on behind everything when nothing else was chosen", () => {
    fc.assert(
      fc.property(events, (drawn) => {
        const given = drawn.map((one) => ({ ...one, isBehind: false }));
        expect(go(undefined, false, given).ran).toEqual([...given.keys()]);
      }),
    );
  });

  it("says which key a dead letter parks, and nothing after what is forgotten", () => {
    const order = new LaneOrder("park", false);
    order.learn([{ offset: 1, key: "ana", isBehind: false }]);
    expect([order.parks(1, "dead"), order.parks(1, "succeeded"), order.parks(2, "dead")]).toEqual([
      "ana",
      undefined,
      undefined,
    ]);
    order.note(1, "dead");
    order.forget();
    expect(order.waitsFor(1)).toBeUndefined();
    expect(new LaneOrder("park", true).parks(1, "dead")).toBeUndefined();
  });
});
