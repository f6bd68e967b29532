import { OpenAPIHono } from "@hono/zod-openapi";
import { flowJsonSchema } from "@/flow/document/flow-json-schema";
import { AppError } from "../app-error";
import type { Actor } from "../auth/actor";
import { clientIpOf } from "../auth/client-ip";
import { resolveApiKey } from "../auth/resolve-api-key";
import type { Deps } from "../deps";
import { clientNetwork } from "../gateway/client-network";
import { createRateLimiter } from "../gateway/rate-limiter";
import { addAsyncApiEndpoints } from "./asyncapi-endpoints";
import { type RestApp, restBase } from "./endpoint";
import { addEventEndpoints } from "./event-endpoints";
import { addFlowEndpoints } from "./flow-endpoints";
import { addHealthEndpoints } from "./health-endpoints";
import { problemResponse } from "./problem-response";
import { addRegistryEndpoints } from "./registry-endpoints";
import { basicKey, isRegistryPath, registryProblem } from "./registry-response";
import { addReplayEndpoints } from "./replay-endpoints";
import { problemResource } from "./resources";
import { addTopicEndpoints } from "./topic-endpoints";

/** Calls of one key, and wrong keys from one client, that one process answers. */
const limits = {
  perKey: { perSecond: 200, burst: 1_000 },
  wrongKeys: { perSecond: 1, burst: 20 },
} as const;

const openApiPath = `${restBase}/openapi.json`;
const flowSchemaPath = `${restBase}/flow.schema.json`;
const openPaths = new Set([openApiPath, flowSchemaPath]);

function tooMany(seconds: number): AppError {
  return new AppError("too-many", `Too many requests. Try again in ${seconds} s.`, { retryAfterS: seconds });
}

function addDocuments(app: RestApp, openDeps: () => Deps): void {
  app.openAPIRegistry.registerComponent("securitySchemes", "apiKey", {
    type: "http",
    scheme: "bearer",
    description: "An API key of a workspace, made under Settings or with `millrace keys create`.",
  });
  // Only the response below points to it.
  app.openAPIRegistry.register("Problem", problemResource);
  app.openAPIRegistry.registerComponent("responses", "Problem", {
    description: "A refusal as problem details (RFC 9457).",
    content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
  });
  app.get(openApiPath, (context) => context.json(openApiDocument(app, openDeps().env.MILLRACE_URL)));
  app.get(flowSchemaPath, () =>
    Response.json(flowJsonSchema(`${openDeps().env.MILLRACE_URL}${flowSchemaPath}`), {
      headers: { "content-type": "application/schema+json" },
    }),
  );
}

function openApiDocument(app: RestApp, publicUrl: string) {
  return app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Millrace",
      version: "1",
      description:
        "Flows, topics, events and replays of one workspace: the one that the API key belongs to. Every operation says in `x-millrace-action` what the role of the key must allow.",
      license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
    },
    servers: [{ url: `${publicUrl}${restBase}` }],
  });
}

/**
 * Makes the REST API. Every call but the two documents needs an API key, acts in the key's workspace, and goes to the
 * same use cases as the pages do.
 * @param openDeps called per request, so that building it needs no database
 */
export function createRestApp(openDeps: () => Deps): RestApp {
  const app: RestApp = new OpenAPIHono();
  const perKey = createRateLimiter(limits.perKey);
  const wrongKeys = createRateLimiter(limits.wrongKeys);

  async function actorOf(deps: Deps, path: string, headers: Headers): Promise<Actor> {
    const ip = clientIpOf(headers);
    const authorization = headers.get("authorization");
    const bearer = /^Bearer\s+(\S+)\s*$/i.exec(authorization ?? "")?.[1];
    const key = bearer ?? (isRegistryPath(path) ? basicKey(authorization) : undefined);
    const actor = await resolveApiKey(deps, key, ip);
    const seconds = actor === undefined ? wrongKeys.take(clientNetwork(ip)) : perKey.take(actor.id);
    if (seconds > 0) throw tooMany(seconds);
    if (actor !== undefined) return actor;
    throw new AppError("not-signed-in", "Send an API key of the workspace: `Authorization: Bearer mr_…`.");
  }

  app.onError((error, context) => {
    const { log } = context.get("deps") ?? openDeps();
    return isRegistryPath(context.req.path) ? registryProblem(error, log) : problemResponse(error, log);
  });
  app.use("*", async (context, next) => {
    const deps = openDeps();
    context.set("deps", deps);
    if (!openPaths.has(context.req.path))
      context.set("actor", await actorOf(deps, context.req.path, context.req.raw.headers));
    await next();
  });
  app.notFound((context) =>
    problemResponse(
      new AppError("not-found", "There is nothing like this in the API."),
      context.get("deps").log,
    ),
  );
  addDocuments(app, openDeps);
  addFlowEndpoints(app);
  addAsyncApiEndpoints(app);
  addTopicEndpoints(app);
  addEventEndpoints(app);
  addReplayEndpoints(app);
  addHealthEndpoints(app);
  addRegistryEndpoints(app);
  return app;
}
