import type { OpenAPIHono } from "@hono/zod-openapi";
import type * as z from "zod";
import { parseJson } from "../api/parse-json";
import { readBody } from "../api/read-body";
import { AppError } from "../app-error";
import type { Actor } from "../auth/actor";
import { type Action, can, leastRole } from "../auth/can";
import type { Deps } from "../deps";

/** Where the REST API lives. */
export const restBase = "/api/v1";

/** The app that all endpoints are added to. */
export type RestApp = OpenAPIHono<{ Variables: { deps: Deps; actor: Actor } }>;

/** What an endpoint is called with: parsed, and by whom. */
export interface Call<Params, Query, Body> {
  readonly deps: Deps;
  readonly actor: Actor;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly headers: Headers;
}

/** A body that is not one JSON value: read as bytes. */
export interface RawBody {
  readonly kind: "raw";
  readonly description: string;
  readonly contentTypes: readonly string[];
  readonly maxBytes: number;
}

/** Body of an endpoint without one. */
type NoBody = undefined;
type BodyOf<Body> = Body extends z.ZodType ? z.output<Body> : Body extends RawBody ? Uint8Array : undefined;

/** One endpoint of the REST API with everything that its documentation says. */
export interface Endpoint<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType | RawBody | NoBody,
  Result extends z.ZodType,
> {
  readonly method: "get" | "post" | "put" | "delete";
  /** Below `/api/v1`, with `{parameters}`. */
  readonly path: string;
  readonly operationId: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** Of the use case behind it, which asks `can()`. */
  readonly action: Action;
  readonly params: Params;
  readonly query: Query;
  readonly body?: Body;
  readonly status?: 200 | 201 | 202;
  /** The answer: JSON of this shape (what the shape does not name is left out), or a text of these types. */
  readonly result: Result | { readonly contentTypes: readonly string[]; readonly description: string };
  readonly handle: (
    call: Call<z.output<Params>, z.output<Query>, BodyOf<Body>>,
  ) => Promise<z.input<Result> | Response>;
}

const maxJsonBytes = 2 * 1024 * 1024;

async function bytesOf(request: Request, maxBytes: number): Promise<Uint8Array> {
  const bytes = await readBody(request, maxBytes);
  if (bytes !== undefined) return bytes;
  throw new AppError("too-large", `The body is longer than ${maxBytes / 1024 / 1024} MiB.`);
}

async function jsonOf(request: Request): Promise<unknown> {
  const bytes = await bytesOf(request, maxJsonBytes);
  if (bytes.byteLength === 0) return {};
  return parseJson(bytes);
}

function isRaw(body: z.ZodType | RawBody): body is RawBody {
  return "kind" in body && body.kind === "raw";
}

/** Serves an endpoint and documents it. Errors are answered by the app's error handler. */
export function addEndpoint<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType | RawBody | NoBody,
  Result extends z.ZodType,
>(app: RestApp, endpoint: Endpoint<Params, Query, Body, Result>): void {
  const { method, path, params, query, body, result, status = 200 } = endpoint;
  document(app, endpoint);
  app.on(method.toUpperCase(), `${restBase}${path.replace(/\{(\w+)\}/g, ":$1")}`, async (context) => {
    const request = context.req.raw;
    const actor = context.get("actor");
    // The use case asks again; asked here too, nobody makes us parse what they may not do.
    if (!can(actor, endpoint.action, actor)) {
      throw new AppError(
        "not-allowed",
        `This needs the role ${leastRole[endpoint.action]}. The key is ${actor.role}.`,
      );
    }
    const read = async (): Promise<unknown> => {
      if (body === undefined) return undefined;
      return isRaw(body) ? bytesOf(request, body.maxBytes) : body.parse(await jsonOf(request));
    };
    const answer = await endpoint.handle({
      deps: context.get("deps"),
      actor,
      params: params.parse(context.req.param()),
      query: query.parse(context.req.query()),
      // Parsed by the very schema that `BodyOf` is derived from.
      body: (await read()) as BodyOf<Body>,
      headers: request.headers,
    });
    if (answer instanceof Response) return answer;
    if ("contentTypes" in result) throw new Error(`${endpoint.operationId} must answer with a Response`);
    return Response.json(result.parse(answer), { status, headers: { "cache-control": "no-store" } });
  });
}

function contentOf(types: readonly string[], schema: z.ZodType | object) {
  return Object.fromEntries(types.map((type) => [type, { schema }]));
}

const bytesSchema = { type: "string" };

function document<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType | RawBody | NoBody,
  Result extends z.ZodType,
>(app: RestApp, endpoint: Endpoint<Params, Query, Body, Result>): void {
  const { method, path, operationId, tag, summary, description, action, params, query, body, result } =
    endpoint;
  const refused = { $ref: "#/components/responses/Problem" };
  app.openAPIRegistry.registerPath({
    method,
    path,
    operationId,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    security: [{ apiKey: [] }],
    request: {
      ...(Object.keys(params.shape).length === 0 ? {} : { params }),
      ...(Object.keys(query.shape).length === 0 ? {} : { query }),
      ...(body === undefined ? {} : { body: documentedBody(body) }),
    },
    responses: {
      [endpoint.status ?? 200]:
        "contentTypes" in result
          ? { description: result.description, content: contentOf(result.contentTypes, bytesSchema) }
          : { description: summary, content: contentOf(["application/json"], result) },
      default: refused,
    },
    "x-millrace-action": action,
  });
}

function documentedBody(body: z.ZodType | RawBody) {
  if (!isRaw(body)) return { required: true, content: contentOf(["application/json"], body) };
  return {
    required: true,
    description: body.description,
    content: contentOf(body.contentTypes, bytesSchema),
  };
}
