import * as z from "zod";
import { registryError } from "../schemas/registry-error";
import { getSchemaRules, levelNamed } from "../schemas/registry-queries";
import { policySchema, registryModes } from "../schemas/schema-names";
import { setSchemaRules } from "../schemas/set-schema-rules";
import { addEndpoint, type RestApp } from "./endpoint";
import { registryBase, registryResponse } from "./registry-response";

const tag = "Schema registry";
const result = {
  contentTypes: ["application/vnd.schemaregistry.v1+json"],
  description: "As Confluent's registry answers.",
};
const defaulting = z.object({ defaultToGlobal: z.enum(["true", "false"]).default("false") });

/** Where rules are chosen: the parameters of the path, and the subject in them. */
interface Place<Params extends z.ZodObject> {
  readonly path: string;
  /** Ends the names of operations. */
  readonly of: string;
  readonly whose: string;
  readonly params: Params;
  readonly subjectOf: (params: z.output<Params>) => { readonly subject?: string };
}

const ofWorkspace = {
  path: "",
  of: "OfWorkspace",
  whose: "of the workspace",
  params: z.object({}),
  subjectOf: () => ({}),
};
const oneSubject = z.object({ subject: z.string() });
const ofSubject: Place<typeof oneSubject> = {
  path: "/{subject}",
  of: "OfSubject",
  whose: "of a subject",
  params: oneSubject,
  subjectOf: (params) => params,
};

const configBody = z.object({
  compatibility: z.string().optional(),
  compatibilityPolicy: policySchema.optional(),
});

const missingOwn = { compatibility: 40408, mode: 40409 } as const;

/** A subject for which nothing was chosen has no rule of its own to tell of or to give back. */
function requireOwn(
  { subject }: { readonly subject?: string },
  rule: keyof typeof missingOwn,
  own: string | null,
): void {
  if (subject !== undefined && own === null)
    throw registryError(
      missingOwn[rule],
      `Subject '${subject}' does not have subject-level ${rule} configured`,
    );
}

/** Levels and modes of the workspace and of subjects. */
export function addRegistryRules(app: RestApp): void {
  addConfig(app, ofWorkspace);
  addConfig(app, ofSubject);
  addMode(app, ofWorkspace);
  addMode(app, ofSubject);
}

function addConfig<Params extends z.ZodObject>(
  app: RestApp,
  { path: part, of, whose, params: shape, subjectOf }: Place<Params>,
): void {
  const path = `${registryBase}/config${part}`;
  addEndpoint(app, {
    method: "get",
    path,
    operationId: `getConfig${of}`,
    tag,
    summary: `The compatibility level ${whose}`,
    action: getSchemaRules.action,
    params: shape,
    query: defaulting,
    result,
    handle: async ({ deps, actor, params, query }) => {
      const place = subjectOf(params);
      const { own, effective } = await getSchemaRules(deps, actor, place);
      if (query.defaultToGlobal === "false") requireOwn(place, "compatibility", own.level);
      return registryResponse({ compatibilityLevel: effective.level, compatibilityPolicy: effective.policy });
    },
  });

  addEndpoint(app, {
    method: "put",
    path,
    operationId: `setConfig${of}`,
    tag,
    summary: `Change the compatibility level ${whose}`,
    action: setSchemaRules.action,
    params: shape,
    query: z.object({}),
    body: configBody,
    result,
    handle: async ({ deps, actor, params, body }) => {
      const place = subjectOf(params);
      const { compatibility, compatibilityPolicy: policy } = body;
      const level =
        compatibility === undefined && policy !== undefined ? undefined : levelNamed(compatibility);
      await setSchemaRules(deps, actor, { ...place, level, policy });
      return registryResponse(body);
    },
  });

  addEndpoint(app, {
    method: "delete",
    path,
    operationId: `resetConfig${of}`,
    tag,
    summary: `Give the compatibility level ${whose} back to the next wider`,
    action: setSchemaRules.action,
    params: shape,
    query: z.object({}),
    result,
    handle: async ({ deps, actor, params }) => {
      const place = subjectOf(params);
      const { own, effective } = await getSchemaRules(deps, actor, place);
      requireOwn(place, "compatibility", own.level);
      await setSchemaRules(deps, actor, { ...place, level: null, policy: null });
      return registryResponse({ compatibilityLevel: effective.level });
    },
  });
}

const modeBody = z.object({ mode: z.string() });

function modeNamed(text: string): (typeof registryModes)[number] {
  const mode = registryModes.find((one) => one === text.toUpperCase());
  if (mode === undefined)
    throw registryError(42204, `Invalid mode. Valid values are ${registryModes.join(", ")}`);
  return mode;
}

function addMode<Params extends z.ZodObject>(
  app: RestApp,
  { path: part, of, whose, params: shape, subjectOf }: Place<Params>,
): void {
  const path = `${registryBase}/mode${part}`;
  addEndpoint(app, {
    method: "get",
    path,
    operationId: `getMode${of}`,
    tag,
    summary: `Whether schemas ${whose} may be registered`,
    action: getSchemaRules.action,
    params: shape,
    query: defaulting,
    result,
    handle: async ({ deps, actor, params, query }) => {
      const place = subjectOf(params);
      const { own, effective } = await getSchemaRules(deps, actor, place);
      if (query.defaultToGlobal === "false") requireOwn(place, "mode", own.mode);
      return registryResponse({ mode: effective.mode });
    },
  });

  addEndpoint(app, {
    method: "put",
    path,
    operationId: `setMode${of}`,
    tag,
    summary: `Allow or stop registering schemas ${whose}`,
    action: setSchemaRules.action,
    params: shape,
    query: z.object({ force: z.enum(["true", "false"]).default("false") }),
    body: modeBody,
    result,
    handle: async ({ deps, actor, params, body }) => {
      const place = subjectOf(params);
      const mode = modeNamed(body.mode);
      await setSchemaRules(deps, actor, { ...place, mode });
      return registryResponse({ mode });
    },
  });

  addEndpoint(app, {
    method: "delete",
    path,
    operationId: `resetMode${of}`,
    tag,
    summary: `Give the mode ${whose} back to the next wider`,
    action: setSchemaRules.action,
    params: shape,
    query: z.object({}),
    result,
    handle: async ({ deps, actor, params }) => {
      const place = subjectOf(params);
      const { own, effective } = await getSchemaRules(deps, actor, place);
      requireOwn(place, "mode", own.mode);
      await setSchemaRules(deps, actor, { ...place, mode: null });
      return registryResponse({ mode: effective.mode });
    },
  });
}
