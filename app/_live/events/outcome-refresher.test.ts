import { expect, it } from "vitest";
import { until } from "@/server/testing/until";
import { OutcomeRefresher } from "./outcome-refresher";

/** A list that answers a reading only when it is told to. */
function heldList() {
  const answers: ((isRead: boolean | Error) => void)[] = [];
  let losses = 0;
  const list = {
    refresh: () =>
      new Promise<boolean>((resolve, reject) => {
        answers.push((answer) => (answer instanceof Error ? reject(answer) : resolve(answer)));
      }),
    lost: () => {
      losses += 1;
    },
  };
  return {
    list,
    asked: () => answers.length,
    answer: (value: boolean | Error) => answers.at(-1)?.(value),
    losses: () => losses,
  };
}

it("reads once for all that changes during a reading, and then rests", async () => {
  const { list, asked, answer } = heldList();
  const refresher = new OutcomeRefresher(list, 1);
  refresher.changed();
  for (let change = 0; change < 5; change += 1) refresher.changed();
  expect(asked()).toBe(1);
  answer(true);
  await until(() => asked() === 2);
  answer(true);
  refresher.changed();
  await until(() => asked() === 3);
  refresher.stop();
});

it("tries again when it was not the moment, and says so when it failed", async () => {
  const { list, asked, answer, losses } = heldList();
  const refresher = new OutcomeRefresher(list, 1);
  refresher.changed();
  answer(false);
  await until(() => asked() === 2);
  answer(new Error("The server is away."));
  await until(() => asked() === 3);
  expect(losses()).toBe(1);
  refresher.stop();
});
