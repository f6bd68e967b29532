import { QueryObserver } from "@tanstack/react-query";
import { expect, it } from "vitest";
import { makeQueryClient } from "./query-client";

it("asks again for what became invalid before its first answer came", async () => {
  const client = makeQueryClient();
  const answers: ((answer: string) => void)[] = [];
  const queryFn = () => new Promise<string>((resolve) => answers.push(resolve));
  const observer = new QueryObserver(client, { queryKey: ["exports"], queryFn });
  const stop = observer.subscribe(() => undefined);
  expect(answers).toHaveLength(1);

  const refreshed = client.invalidateQueries({ queryKey: ["exports"] });
  expect(answers).toHaveLength(2);
  answers[0]?.("read before");
  answers[1]?.("read after");
  await refreshed;
  expect(observer.getCurrentResult().data).toBe("read after");
  stop();
  client.clear();
});

it("leaves the first answers of others alone", async () => {
  const client = makeQueryClient();
  let asked = 0;
  const observer = new QueryObserver(client, {
    queryKey: ["topics"],
    queryFn: () => Promise.resolve(++asked),
  });
  const stop = observer.subscribe(() => undefined);
  await client.invalidateQueries({ queryKey: ["exports"] });
  await client.invalidateQueries({ predicate: () => false });
  expect(asked).toBe(1);
  stop();
  client.clear();
});
