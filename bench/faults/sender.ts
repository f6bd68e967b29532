import { setTimeout as pause } from "node:timers/promises";
import { Agent, request } from "undici";
import * as z from "zod";

/** Sends numbered events, and keeps the ledger of all that were acknowledged. */
export interface Sender {
  /** The offset that each acknowledged event was told, by its number. */
  readonly ledger: ReadonlyMap<number, number>;
  /** Answers that were told another offset than the first one for the same event. */
  readonly contradictions: readonly number[];
  /** Requests that were answered with something else than 202, by status; 0: no answer. */
  readonly refusals: ReadonlyMap<number, number>;
  /** The longest that a sender waited for an answer, in milliseconds. */
  readonly longestMs: number;
  /** Sends one event until it is acknowledged. */
  send(n: number): Promise<void>;
  /** Begins to send events at a steady rate. */
  start(): void;
  /** Begins no more, and waits until all that were begun are acknowledged. */
  stop(): Promise<void>;
}

const acknowledgement = z.object({ offset: z.number() });
const RETRY_MS = 100;
const SENDERS = 16;
/** A sender that waits longer gives up on this attempt. */
const ANSWER_LIMIT_MS = 10_000;

/** The data of the event with that number. */
export function dataOf(n: number) {
  return { n, key: `k-${n % 10}` };
}

/**
 * Makes a sender. Every event has an idempotency key and is sent again until there is a 202, as a careful client would.
 * @param addressOf where to send, asked before every attempt
 */
export function makeSender(addressOf: () => string, perSecond: number): Sender {
  const ledger = new Map<number, number>();
  const refusals = new Map<number, number>();
  const contradictions: number[] = [];
  const agent = new Agent({ headersTimeout: ANSWER_LIMIT_MS, bodyTimeout: ANSWER_LIMIT_MS });
  let longestMs = 0;
  let isSending = false;
  let running: Promise<unknown> = Promise.resolve();
  let next = 1;

  async function attempt(n: number): Promise<boolean> {
    const started = performance.now();
    let status = 0;
    try {
      const { body, statusCode } = await request(addressOf(), {
        method: "POST",
        headers: { "content-type": "application/json", "idempotency-key": `event-${n}` },
        body: JSON.stringify(dataOf(n)),
        dispatcher: agent,
      });
      status = statusCode;
      const text = await body.text();
      if (status === 202) {
        const { offset } = acknowledgement.parse(JSON.parse(text));
        const earlier = ledger.get(n);
        if (earlier !== undefined && earlier !== offset) contradictions.push(n);
        ledger.set(n, earlier ?? offset);
        return true;
      }
    } catch (error) {
      // No answer: whether it was stored is not known, so it is sent again.
      if (!(error instanceof Error)) throw error;
      status = 0;
    } finally {
      longestMs = Math.max(longestMs, performance.now() - started);
    }
    refusals.set(status, (refusals.get(status) ?? 0) + 1);
    return false;
  }

  async function send(n: number): Promise<void> {
    while (!(await attempt(n))) await pause(RETRY_MS);
  }

  async function sendOn(): Promise<void> {
    while (isSending) {
      const started = performance.now();
      await send(next++);
      await pause(Math.max(0, (SENDERS * 1000) / perSecond - (performance.now() - started)));
    }
  }

  return {
    ledger,
    refusals,
    contradictions,
    get longestMs() {
      return longestMs;
    },
    send,
    start: () => {
      isSending = true;
      running = Promise.all(Array.from({ length: SENDERS }, sendOn));
    },
    stop: async () => {
      isSending = false;
      await running;
      await agent.close();
    },
  };
}
