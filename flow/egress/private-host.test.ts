import { expect, it } from "vitest";
import { isPrivateHost } from "./private-host";

it.each([
  "localhost",
  "shop.localhost",
  "127.0.0.1",
  "10.1.2.3",
  "192.168.0.10",
  "169.254.169.254",
  "[::1]",
  "[fd00::1]",
  "[fe80::1]",
])("%s is private", (host) => expect(isPrivateHost(host)).toBe(true));

it.each(["example.com", "8.8.8.8", "172.32.0.1", "[2606:4700::1111]", "localhost.example", "300.1.1.1", ""])(
  "%s is not",
  (host) => expect(isPrivateHost(host)).toBe(false),
);
