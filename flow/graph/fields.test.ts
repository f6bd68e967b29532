import { expect, it } from "vitest";
import { flowOf } from "../testing/flow-of";
import { testNodes } from "../testing/test-nodes";
import { fieldsAt, topicFields } from "./fields";

/** Two consumers between each topic and the next: two ways more with each layer. */
function ladder(layers: number) {
  const lines = Array.from({ length: layers }, (_, at) => `> t${at} > count > t${at + 1}`);
  return flowOf(["source > t0 > count > t1", ...lines, ...lines].join("\n"));
}

it("looks at each step a few times, however many ways lead to it", () => {
  let asked = 0;
  const counted = {
    ...testNodes,
    step: (type: string) => {
      asked += 1;
      return testNodes.step(type);
    },
  };
  const flow = ladder(40);
  for (const { id } of flow.consumers) fieldsAt(flow, counted, id);
  const steps = flow.consumers.flatMap((consumer) => consumer.steps).length;
  expect(asked).toBeLessThan(steps * 20);
});

it("knows the same of a topic on a loop, whatever was asked before", () => {
  const drawing = "source > a > count > b\n> b > count > c\n> c > count > a";
  const samples = [{ id: "s", name: "S", topic: "b", data: { total: 1 } }];
  const pathsOf = (topic: string, asked: readonly string[]) => {
    const flow = { ...flowOf(drawing), samples };
    for (const other of asked) topicFields(flow, testNodes, other);
    return topicFields(flow, testNodes, topic).map(({ path }) => path);
  };
  for (const topic of ["a", "b", "c"]) {
    expect(pathsOf(topic, [])).toEqual(["data.total"]);
    expect(pathsOf(topic, ["a", "b", "c"])).toEqual(["data.total"]);
    expect(pathsOf(topic, ["c", "b", "a"])).toEqual(["data.total"]);
  }
});
