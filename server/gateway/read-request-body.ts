import type { IncomingMessage } from "node:http";

/** How reading a body ended. */
export type BodyResult =
  | { readonly kind: "body"; readonly body: Uint8Array }
  | { readonly kind: "too-long" }
  | { readonly kind: "too-slow" }
  | { readonly kind: "gone" };

/** Reads a body up to `maxBytes` and `maxMs`, and stops listening there; the caller ends the connection then. */
export function readRequestBody(
  request: IncomingMessage,
  { maxBytes, maxMs }: { readonly maxBytes: number; readonly maxMs: number },
): Promise<BodyResult> {
  if (Number(request.headers["content-length"] ?? 0) > maxBytes) return Promise.resolve({ kind: "too-long" });
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let length = 0;
    const finish = (result: BodyResult) => {
      clearTimeout(timer);
      request.off("data", onData).off("end", onEnd).off("close", onGone);
      resolve(result);
    };
    const onData = (part: Buffer) => {
      length += part.byteLength;
      if (length > maxBytes) finish({ kind: "too-long" });
      else parts.push(part);
    };
    const onEnd = () =>
      finish({ kind: "body", body: parts.length === 1 ? firstOf(parts) : Buffer.concat(parts) });
    const onGone = () => finish({ kind: "gone" });
    const timer = setTimeout(() => finish({ kind: "too-slow" }), maxMs);
    // An error is always followed by "close"; without a listener it would end the process.
    request.on("error", () => undefined);
    request.on("data", onData).on("end", onEnd).on("close", onGone);
  });
}

function firstOf(parts: readonly Buffer[]): Buffer {
  return parts[0] ?? Buffer.alloc(0);
}
