import type { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";

/** The answer had more bytes, after decompression, than are read. */
export class BodyTooLargeError extends Error {}

const decoders: Readonly<Record<string, () => NodeJS.ReadWriteStream & Readable>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * Reads a body as text, decompressed, up to `maxBytes`: a small compressed body can hold gigabytes.
 * @throws BodyTooLargeError, or the stream's own error
 */
export async function readBodyText(
  body: Readable,
  contentEncoding: string,
  maxBytes: number,
): Promise<string> {
  const decoder = decoders[contentEncoding.trim().toLowerCase()]?.();
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    // Also without a decoder: undici reports the destruction below as an error, which nobody else hears.
    body.on("error", (error) => decoder?.destroy(error));
    if (decoder) body.pipe(decoder);
    for await (const chunk of decoder ?? body) {
      const buffer = Buffer.from(chunk);
      bytes += buffer.length;
      if (bytes > maxBytes) throw new BodyTooLargeError();
      chunks.push(buffer);
    }
  } finally {
    // Left open, the connection would go on reading what nobody wants.
    decoder?.destroy();
    body.destroy();
  }
  return Buffer.concat(chunks).toString("utf8");
}
