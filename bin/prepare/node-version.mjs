import { StartFailure } from "./start-failure.mjs";

/** @throws StartFailure when this Node cannot run Millrace */
export function refuseOldNode(version = process.versions.node, platform = process.platform) {
  const [major, minor] = version.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new StartFailure(
      `Millrace needs Node 20.19 or newer; this is ${version}. Get it from https://nodejs.org.`,
    );
  }
  if (platform === "win32") {
    throw new StartFailure("Millrace runs on Linux and macOS. On Windows, start it inside WSL.");
  }
}
