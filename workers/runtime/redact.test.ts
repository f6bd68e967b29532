import { expect, it } from "vitest";
import { createRedactor, secretHeaderValues } from "./redact";

it.each(["X-Auth-Key", "X-Auth", "Ocp-Apim-Subscription-Key", "x-functions-key", "X-Shopify-Access-Token"])(
  "keeps the value of %s out of everything",
  (name) => {
    const headers = { [name]: "0123456789" };
    const redactor = createRedactor(secretHeaderValues(headers));
    expect(redactor.headers(headers)).toEqual({ [name]: "[redacted]" });
    expect(redactor.text('{"echo":"0123456789"}')).toBe('{"echo":"[redacted]"}');
  },
);

it("leaves keys alone that open nothing", () => {
  const headers = { "idempotency-key": "order-1", "x-partition-key": "ana" };
  expect(secretHeaderValues(headers)).toEqual([]);
  expect(createRedactor([]).headers(headers)).toEqual(headers);
});

it("takes secrets out of the parameters of an address", () => {
  const url = new URL("https://api.example/x?subscription-key=abc&page=2");
  expect(createRedactor([]).url(url)).toBe("https://api.example/x?subscription-key=[redacted]&page=2");
});
