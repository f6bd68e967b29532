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
  /** Sends many, from a number on, in CloudEvents batches of a hundred, each until it is acknowledged. */
  sendMany(from: number, count: number): Promise<void>;
  /** Begins to send events at a steady rate. */
  start(): void;
  /** Begins no more, and waits until all that were begun are acknowledged. */
  stop(): Promise<void>;
}

const acknowledgement = z.object({ offset: z.number() });
const BATCH = 100;
/** Batches on their way at the same time. */
const BATCHES_AT_ONCE = 8;
const RETRY_MS = 100;
const SENDERS = 16;
/** A sender that waits longer gives up on this attempt. */
const ANSWER_LIMIT_MS = 10_000;

/** From this number on an event is poison, see `crash-on-poison.cjs`. */
export const FIRST_POISON = 900_000_000;
const KEYS = 10;

/** The key of the event with that number. */
export function keyOf(n: number): string {
  return `k-${n % KEYS}`;
}

/** The data of the event with that number. */
export function dataOf(n: number) {
  return { n, key: keyOf(n), ...(n >= FIRST_POISON ? { poison: true } : {}) };
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

  function note(n: number, offset: number): void {
    const earlier = ledger.get(n);
    if (earlier !== undefined && earlier !== offset) contradictions.push(n);
    ledger.set(n, earlier ?? offset);
  }

  /** Posts once; returns the answer, undefined when it was no 202. */
  async function attempt(headers: Record<string, string>, payload: string): Promise<unknown> {
    const started = performance.now();
    let status = 0;
    try {
      const { body, statusCode } = await request(addressOf(), {
        method: "POST",
        headers,
        body: payload,
        dispatcher: agent,
      });
      const text = await body.text();
      status = statusCode;
      if (status === 202) return JSON.parse(text);
    } catch (error) {
      // No answer: whether it was stored is not known, so it is sent again.
      if (!(error instanceof Error)) throw error;
    } finally {
      longestMs = Math.max(longestMs, performance.now() - started);
    }
    refusals.set(status, (refusals.get(status) ?? 0) + 1);
    return undefined;
  }

  async function post(headers: Record<string, string>, payload: string): Promise<unknown> {
    for (;;) {
      const answer = await attempt(headers, payload);
      if (answer !== undefined) return answer;
      await pause(RETRY_MS);
    }
  }

  async function send(n: number): Promise<void> {
    const headers = { "content-type": "application/json", "idempotency-key": `event-${n}` };
    note(n, acknowledgement.parse(await post(headers, JSON.stringify(dataOf(n)))).offset);
  }

  async function sendMany(from: number, count: number): Promise<void> {
    let next = from;
    const end = from + count;
    const sendBatches = async () => {
      while (next < end) {
        const numbers = Array.from({ length: Math.min(BATCH, end - next) }, (_, index) => next + index);
        next += numbers.length;
        const events = numbers.map((n) => ({
          specversion: "1.0",
          id: `event-${n}`,
          source: "/faults",
          type: "counted",
          datacontenttype: "application/json",
          data: dataOf(n),
        }));
        const headers = { "content-type": "application/cloudevents-batch+json" };
        const answers = z.array(acknowledgement).parse(await post(headers, JSON.stringify(events)));
        for (const [index, n] of numbers.entries()) {
          const offset = answers[index]?.offset;
          if (offset === undefined) throw new Error(`Event ${n} of a batch was not answered.`);
          note(n, offset);
        }
      }
    };
    await Promise.all(Array.from({ length: BATCHES_AT_ONCE }, sendBatches));
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
    sendMany,
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

/**
 * Throws when senders were answered with anything besides 202 and these.
 * @param statuses 0: no answer came
 */
export function expectOnly({ refusals }: Sender, statuses: readonly number[]): void {
  const others = [...refusals].filter(([status]) => !statuses.includes(status));
  if (others.length === 0) return;
  const seen = others.map(([status, times]) => `${status} × ${times}`).join(", ");
  throw new Error(`Answers besides ${[202, ...statuses].join(", ")}: ${seen}.`);
}
