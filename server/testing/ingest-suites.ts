import * as z from "zod";
import { createApiKey } from "../api-keys/create-api-key";
import type { Actor } from "../auth/actor";
import type { Deps } from "../deps";
import { getEvent } from "../events/get-event";
import { createGateway } from "../gateway/gateway";
import { limitsFor } from "../gateway/handle-ingest";
import { createRestApp } from "../rest/rest-app";
import { createRequestListener } from "../web/request-listener";
import suiteData from "./fixtures/json-test-suite.json";
import naughtyData from "./fixtures/naughty-strings.json";
import { makeProducer } from "./make-producer";
import { serve } from "./serve";

/** What a suite gave. */
export interface SuiteResult {
  readonly name: string;
  readonly passed: number;
  readonly total: number;
  /** A line for each case that did not pass. */
  readonly faults: readonly string[];
}

const suiteSchema = z.object({
  cases: z.array(
    z.object({
      name: z.string(),
      expect: z.enum(["accept", "reject", "either"]),
      base64: z.string().default(""),
      /** In place of the bytes, for the two cases that are long and dull. */
      generate: z
        .object({ repeat: z.string(), times: z.number(), suffix: z.string().default("") })
        .optional(),
    }),
  ),
});

const json = { "content-type": "application/json" };

/**
 * Sends JSONTestSuite and the naughty strings to an address over HTTP, and reads the strings back through the
 * viewer and the export. Stops what it starts.
 */
export async function runIngestSuites(deps: Deps, actor: Actor): Promise<SuiteResult[]> {
  const gateway = createGateway(deps, limitsFor(1_000_000));
  const served = await serve(createRequestListener(deps, { ingest: gateway.handle }));
  try {
    const producer = await makeProducer(deps, actor, { type: "web-address", topic: "suites" });
    const post = (body: Uint8Array<ArrayBuffer> | string) =>
      fetch(`${served.url}/in/${producer.key}`, { method: "POST", body, headers: json });
    return [await parsing(post), await naughty(deps, actor, post)];
  } finally {
    await gateway.idle();
    await served.close();
  }
}

/** So many requests are under way at a time: one after the other they would mostly wait. */
const AT_ONCE = 20;

/** What does not pass, in the order of the cases. */
async function faultsOf<Case>(
  cases: readonly Case[],
  look: (one: Case, place: number) => Promise<string | undefined>,
): Promise<string[]> {
  const faults: string[] = [];
  for (let from = 0; from < cases.length; from += AT_ONCE) {
    const part = cases.slice(from, from + AT_ONCE);
    const found = await Promise.all(part.map((one, index) => look(one, from + index)));
    faults.push(...found.filter((fault) => fault !== undefined));
  }
  return faults;
}

type Post = (body: Uint8Array<ArrayBuffer> | string) => Promise<Response>;

async function parsing(post: Post): Promise<SuiteResult> {
  const { cases } = suiteSchema.parse(suiteData);
  const faults = await faultsOf(cases, async ({ name, expect, base64, generate }) => {
    const long = generate && `${generate.repeat.repeat(generate.times)}${generate.suffix}`;
    const { status } = await post(long ?? new Uint8Array(Buffer.from(base64, "base64")));
    const isRight =
      expect === "accept" ? status === 202 : status === 400 || (expect === "either" && status === 202);
    return isRight ? undefined : `${name}: answered ${status}`;
  });
  return {
    name: "JSONTestSuite at an address (y: 202, n: 400, i: either)",
    passed: cases.length - faults.length,
    total: cases.length,
    faults,
  };
}

const stored = z.object({ offset: z.number() });
const exported = z.object({ event: z.object({ data: z.object({ text: z.string() }) }) });

async function naughty(deps: Deps, actor: Actor, post: Post): Promise<SuiteResult> {
  const strings = z.array(z.string()).parse(naughtyData);
  const { key } = await createApiKey(deps, actor, { name: "suites", role: "viewer" });
  const rest = createRestApp(() => deps);
  const faults = await faultsOf(strings, async (text, place) => {
    const body = JSON.stringify({ text });
    const { offset } = stored.parse(await (await post(body)).json());
    const shown = await getEvent(deps, actor, { topic: "suites", offset });
    const response = await rest.request(`/api/v1/topics/suites/events/${offset}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    const page = await response.text();
    const isVerbatim = shown.text === body && page.includes(`"data":${body}`);
    return isVerbatim && exported.parse(JSON.parse(page)).event.data.text === text
      ? undefined
      : `string ${place}: not the same`;
  });
  return {
    name: "Naughty strings through address, log, viewer and export, byte by byte",
    passed: strings.length - faults.length,
    total: strings.length,
    faults,
  };
}
