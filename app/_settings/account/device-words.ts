// The first that fits counts: Edge and Opera call themselves Chrome too, and Chrome calls itself Safari.
const browsers = [
  ["Edge", /Edg\//],
  ["Opera", /OPR\//],
  ["Firefox", /Firefox\//],
  ["Chrome", /Chrome\//],
  ["Safari", /Safari\//],
] as const;

const systems = [
  ["iPhone", /iPhone/],
  ["iPad", /iPad/],
  ["Android", /Android/],
  ["Windows", /Windows/],
  ["macOS", /Mac OS X/],
  ["Linux", /Linux|X11/],
] as const;

/** "Firefox on Linux", as well as a browser tells. */
export function deviceOf(userAgent: string | null): string {
  if (!userAgent) return "Unknown browser";
  const browser = browsers.find(([, pattern]) => pattern.test(userAgent))?.[0];
  const system = systems.find(([, pattern]) => pattern.test(userAgent))?.[0];
  if (browser === undefined) return system === undefined ? "Unknown browser" : `Unknown browser on ${system}`;
  return system === undefined ? browser : `${browser} on ${system}`;
}

/** Where a session came from, as people read it. Of IPv6 only the network is stored: its other half is zero. */
export function addressOf(address: string): string {
  const groups = address.split(":").map((group) => group.replace(/^0+(?=.)/, ""));
  if (groups.length !== 8) return address;
  if (groups.every((group) => group === "0")) return "this computer";
  return groups.slice(4).every((group) => group === "0")
    ? `${groups.slice(0, 4).join(":")}::`
    : groups.join(":");
}
