import { expect, it } from "vitest";
import { addressOf, deviceOf } from "./device-words";

it.each([
  ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"],
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0",
    "Edge on Windows",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
    "Safari on iPhone",
  ],
  ["curl/8.5.0", "Unknown browser"],
  [null, "Unknown browser"],
])("reads %s", (userAgent, words) => {
  expect(deviceOf(userAgent)).toBe(words);
});

it.each([
  ["192.0.2.7", "192.0.2.7"],
  ["0000:0000:0000:0000:0000:0000:0000:0000", "this computer"],
  ["2001:0db8:0000:0012:0000:0000:0000:0000", "2001:db8:0:12::"],
])("shortens %s", (address, words) => {
  expect(addressOf(address)).toBe(words);
});
