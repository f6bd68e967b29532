import type { Role } from "../auth/actor";

/**
 * The least role of an API key for each route of the REST API; "anybody" for what needs no key. Written by hand, like
 * `procedureRoles`: a route without a row fails a test.
 */
export const operationRoles: Readonly<Record<string, Role | "anybody">> = {
  "GET /api/v1/flow.schema.json": "anybody",
  "GET /api/v1/openapi.json": "anybody",
  "GET /api/v1/flows": "viewer",
  "GET /api/v1/flows/:flow": "viewer",
  "PUT /api/v1/flows/:flow": "editor",
  "GET /api/v1/flows/:flow/export": "viewer",
  "POST /api/v1/flows/:flow/deployments": "editor",
  "POST /api/v1/flows/:flow/drain": "operator",
  "POST /api/v1/flows/:flow/pause": "operator",
  "POST /api/v1/flows/:flow/consumers/:consumer/drain": "operator",
  "POST /api/v1/flows/:flow/consumers/:consumer/move": "operator",
  "POST /api/v1/flows/:flow/consumers/:consumer/pause": "operator",
  "POST /api/v1/flows/:flow/consumers/:consumer/resume": "operator",
  "POST /api/v1/flows/:flow/resume": "operator",
  "POST /api/v1/flows/:flow/producers/:producer/events": "operator",
  "GET /api/v1/health": "viewer",
  "GET /api/v1/replays": "viewer",
  "POST /api/v1/replays": "operator",
  "GET /api/v1/replays/:id": "viewer",
  "POST /api/v1/replays/:id/cancel": "operator",
  "POST /api/v1/replays/:id/pause": "operator",
  "POST /api/v1/replays/:id/resume": "operator",
  "POST /api/v1/replays/:id/start": "operator",
  "GET /api/v1/topics": "viewer",
  "POST /api/v1/topics": "editor",
  "GET /api/v1/topics/:topic": "viewer",
  "GET /api/v1/topics/:topic/consumers": "viewer",
  "POST /api/v1/topics/:topic/drain": "operator",
  "POST /api/v1/topics/:topic/pause": "operator",
  "POST /api/v1/topics/:topic/resume": "operator",
  "PUT /api/v1/topics/:topic/retention": "admin",
  "GET /api/v1/topics/:topic/events": "viewer",
  "POST /api/v1/topics/:topic/events": "operator",
  "GET /api/v1/topics/:topic/events/:offset": "viewer",
  "GET /api/v1/topics/:topic/events/:offset/causation": "viewer",
  "GET /api/v1/topics/:topic/events/:offset/deliveries": "viewer",
};

/** Every file of the pages that answers requests by itself; each is guarded in a way of its own. */
export const routeHandlers: Readonly<Record<string, string>> = {
  "app/api/auth/[...path]/route.ts": "mounts four routes of sign-in, same origin only",
  "app/api/trpc/[trpc]/route.ts": "procedures, see procedureRoles; same origin only",
  "app/api/v1/[...path]/route.ts": "REST, see operationRoles; API keys only",
};
