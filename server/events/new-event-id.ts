import { randomFillSync } from "node:crypto";
import { v7 } from "uuid";

const BYTES = 16;
/** One call to the system for many ids: asked one by one it is the most expensive part of an id. */
const pool = new Uint8Array(BYTES * 256);
let at = pool.length;

/** A new id for an event: a UUID that sorts by time. */
export function newEventId(): string {
  if (at >= pool.length) {
    randomFillSync(pool);
    at = 0;
  }
  const random = pool.subarray(at, at + BYTES);
  at += BYTES;
  return v7({ random });
}
