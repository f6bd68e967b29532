import { expect, it } from "vitest";
import { type AlertForm, alertFormErrors } from "./alert-form";

const form: AlertForm = {
  ...{ name: "Shop", kind: "dead-letters", topic: undefined, threshold: "1", minutes: "5" },
  ...{ type: "email", to: "ops@example.com", url: "", told: undefined },
};
const wrong = (change: Partial<AlertForm>) => Object.keys(alertFormErrors({ ...form, ...change }));

it("asks only for what the chosen kind and way need", () => {
  expect(wrong({})).toEqual([]);
  expect(wrong({ name: " ", threshold: "", to: "" })).toEqual(["name", "threshold", "to"]);
  expect(wrong({ kind: "silence" })).toEqual(["topic"]);
  expect(wrong({ kind: "silence", topic: "orders" })).toEqual([]);
  expect(wrong({ minutes: "0.5" })).toEqual([]);
  expect(wrong({ kind: "failure-rate", minutes: "0.5" })).toEqual(["minutes"]);
  expect(wrong({ type: "webhook", url: "chat.example" })).toEqual(["url"]);
  expect(wrong({ type: "webhook", url: "ftp://chat.example" })).toEqual(["url"]);
  expect(wrong({ type: "webhook", url: "https://chat.example/hook" })).toEqual([]);
  expect(wrong({ type: "topic" })).toEqual(["told"]);
});
