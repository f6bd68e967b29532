import * as z from "zod";
import { readHealth } from "../health/read-health";
import { addEndpoint, type RestApp } from "./endpoint";
import { healthResource } from "./resources";

/** How the workspace does. */
export function addHealthEndpoints(app: RestApp): void {
  addEndpoint(app, {
    method: "get",
    path: "/health",
    operationId: "getHealth",
    tag: "Health",
    summary: "Consumers with what waits for them, and the workers",
    action: readHealth.action,
    params: z.object({}),
    query: z.object({}),
    result: healthResource,
    handle: ({ deps, actor }) => readHealth(deps, actor, {}),
  });
}
