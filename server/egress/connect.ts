import { connect as connectTcp, type LookupFunction, type Socket } from "node:net";
import { buildConnector } from "undici";
import type { EgressGuard, ResolvedAddress } from "./egress-guard";

/** A lookup that knows only addresses that were checked, so that the name cannot change its mind in between. */
function fixedLookup(addresses: readonly ResolvedAddress[]): LookupFunction {
  return (_hostname, options, callback) => {
    const [first] = addresses;
    if (options.all) callback(null, [...addresses]);
    else callback(null, first?.address ?? "", first?.family);
  };
}

function portOf(options: buildConnector.Options): number {
  return Number(options.port) || (options.protocol === "https:" ? 443 : 80);
}

/** undici's connector behind the guard: for literal hosts, for every resolved address, and for the open socket. */
export function guardedConnector(guard: EgressGuard, connectTimeoutMs: number): buildConnector.connector {
  return (options, callback) => {
    const host = options.hostname;
    const port = portOf(options);
    guard.addressesOf(host, port).then(
      (addresses) => {
        // undici passes these options on to `net.connect`, which knows `lookup`.
        const connect = buildConnector({ timeout: connectTimeoutMs, lookup: fixedLookup(addresses) });
        connect(options, (...[error, socket]) => {
          if (error !== null) return callback(error, null);
          try {
            guard.checkSocket(socket, host, port);
          } catch (refusal) {
            socket.destroy();
            return callback(refusal instanceof Error ? refusal : new Error(String(refusal)), null);
          }
          return callback(null, socket);
        });
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), null),
    );
  };
}

/**
 * Opens a plain TCP connection behind the guard, as mail needs it.
 * @throws EgressError, or the system's own error when the connection fails
 */
export async function guardedSocket(
  guard: EgressGuard,
  host: string,
  port: number,
  timeoutMs: number,
): Promise<Socket> {
  const addresses = await guard.addressesOf(host, port);
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ host, port, lookup: fixedLookup(addresses) });
    const fail = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    socket.setTimeout(timeoutMs, () =>
      fail(Object.assign(new Error("connect timeout"), { code: "ETIMEDOUT" })),
    );
    socket.once("error", fail);
    socket.once("connect", () => {
      socket.setTimeout(0);
      socket.removeListener("error", fail);
      try {
        guard.checkSocket(socket, host, port);
        resolve(socket);
      } catch (error) {
        fail(error instanceof Error ? error : new Error(String(error)));
      }
    });
  });
}
