import * as z from "zod";
import { schemaFormats } from "@/flow/schema/failure";
import { checkSchema } from "../schemas/check-schema";
import { deleteSchema } from "../schemas/delete-schema";
import { getSchemaText } from "../schemas/list-schemas";
import { registerSchema } from "../schemas/register-schema";
import { registryError } from "../schemas/registry-error";
import {
  getSchemaById,
  listSubjects,
  listVersions,
  lookUpSchema,
  referencedBy,
} from "../schemas/registry-queries";
import { referencesSchema, type VersionChoice } from "../schemas/schema-names";
import { addEndpoint, type Call, type RestApp } from "./endpoint";
import { registryBase, registryResponse, schemaResponse } from "./registry-response";
import { addRegistryRules } from "./registry-rules-endpoints";

const tag = "Schema registry";
const none = z.object({});
const flag = z.enum(["true", "false"]).default("false");
const oneSubject = z.object({ subject: z.string() });
const oneVersion = oneSubject.extend({ version: z.string() });
const result = {
  contentTypes: ["application/vnd.schemaregistry.v1+json"],
  description: "As Confluent's registry answers.",
};

/** A schema as clients of Confluent's registry send it: Avro unless they say otherwise. */
const schemaBody = z.object({
  schema: z
    .string()
    .min(1)
    .max(1024 * 1024),
  schemaType: z.enum(schemaFormats).default("AVRO"),
  references: referencesSchema.default([]),
});

function sourceOf({ schema, schemaType, references }: z.output<typeof schemaBody>) {
  return { text: schema, format: schemaType, references };
}

function choiceOf(version: string): VersionChoice {
  if (version === "latest" || version === "-1") return "latest";
  const number = Number(version);
  if (Number.isInteger(number) && number >= 1 && number <= 2_147_483_647) return number;
  throw registryError(
    42202,
    `The specified version '${version}' is not a valid version id. Allowed values are between [1, 2^31-1] and the string "latest"`,
  );
}

const verboseQuery = z.object({ verbose: flag });
type Asking = Pick<
  Call<unknown, z.output<typeof verboseQuery>, z.output<typeof schemaBody>>,
  "deps" | "actor" | "query" | "body"
>;

interface Told {
  readonly format: (typeof schemaFormats)[number];
  readonly references: readonly unknown[];
  readonly text: string;
}

/** What is told of a text: the type is left out for Avro, references where there are none. */
function told({ format, references, text }: Told) {
  return {
    ...(format === "AVRO" ? {} : { schemaType: format }),
    ...(references.length === 0 ? {} : { references }),
    schema: text,
  };
}

/** The registry as clients of Confluent's registry know it: same paths, bodies and error codes. */
export function addRegistryEndpoints(app: RestApp): void {
  addSubjects(app);
  addVersions(app);
  addCompatibility(app);
  addIds(app);
  addRegistryRules(app);
}

function addSubjects(app: RestApp): void {
  addEndpoint(app, {
    method: "get",
    path: `${registryBase}/subjects`,
    operationId: "listSubjects",
    tag,
    summary: "Names of all subjects",
    action: listSubjects.action,
    params: none,
    query: z.object({ deleted: flag, subjectPrefix: z.string().default("") }),
    result,
    handle: async ({ deps, actor, query }) =>
      registryResponse(
        await listSubjects(deps, actor, { deleted: query.deleted === "true", prefix: query.subjectPrefix }),
      ),
  });

  addEndpoint(app, {
    method: "post",
    path: `${registryBase}/subjects/{subject}`,
    operationId: "lookUpSchema",
    tag,
    summary: "The version of a subject that has this very schema",
    action: lookUpSchema.action,
    params: oneSubject,
    query: z.object({ normalize: flag, deleted: flag }),
    body: schemaBody,
    result,
    handle: async ({ deps, actor, params, query, body }) => {
      const found = await lookUpSchema(deps, actor, {
        ...params,
        ...sourceOf(body),
        normalize: query.normalize === "true",
        deleted: query.deleted === "true",
      });
      const { subject, id, version } = found;
      return registryResponse({ subject, id, version, ...told(found) });
    },
  });

  addEndpoint(app, {
    method: "delete",
    path: `${registryBase}/subjects/{subject}`,
    operationId: "deleteSubject",
    tag,
    summary: "Delete a subject; its texts still answer to their ids",
    action: deleteSchema.action,
    params: oneSubject,
    query: z.object({ permanent: flag }),
    result,
    handle: async ({ deps, actor, params, query }) =>
      registryResponse(await deleteSchema(deps, actor, { ...params, permanent: query.permanent === "true" })),
  });
}

function addVersions(app: RestApp): void {
  addEndpoint(app, {
    method: "get",
    path: `${registryBase}/subjects/{subject}/versions`,
    operationId: "listSchemaVersions",
    tag,
    summary: "Numbers of the versions of a subject",
    action: listVersions.action,
    params: oneSubject,
    query: z.object({ deleted: flag }),
    result,
    handle: async ({ deps, actor, params, query }) =>
      registryResponse(await listVersions(deps, actor, { ...params, deleted: query.deleted === "true" })),
  });

  addEndpoint(app, {
    method: "post",
    path: `${registryBase}/subjects/{subject}/versions`,
    operationId: "registerSchema",
    tag,
    summary: "Register a schema under a subject; the same again answers with the same id",
    action: registerSchema.action,
    params: oneSubject,
    query: z.object({ normalize: flag }),
    body: schemaBody,
    result,
    handle: async ({ deps, actor, params, query, body }) => {
      const input = { ...params, ...sourceOf(body), normalize: query.normalize === "true" };
      return registryResponse({ id: (await registerSchema(deps, actor, input)).id });
    },
  });

  addEndpoint(app, {
    method: "get",
    path: `${registryBase}/subjects/{subject}/versions/{version}`,
    operationId: "getSchemaVersion",
    tag,
    summary: "One version of a subject",
    action: getSchemaText.action,
    params: oneVersion,
    query: none,
    result,
    handle: async ({ deps, actor, params }) => {
      const found = await getSchemaText(deps, actor, { ...params, version: choiceOf(params.version) });
      const { subject, version, id } = found;
      return registryResponse({ subject, version, id, ...told(found) });
    },
  });

  addEndpoint(app, {
    method: "get",
    path: `${registryBase}/subjects/{subject}/versions/{version}/schema`,
    operationId: "getSchemaTextOfVersion",
    tag,
    summary: "The text of one version; `dataschema` of events points here",
    action: getSchemaText.action,
    params: oneVersion,
    query: none,
    result,
    handle: async ({ deps, actor, params }) =>
      schemaResponse(
        (await getSchemaText(deps, actor, { ...params, version: choiceOf(params.version) })).text,
      ),
  });

  addEndpoint(app, {
    method: "get",
    path: `${registryBase}/subjects/{subject}/versions/{version}/referencedby`,
    operationId: "listReferences",
    tag,
    summary: "Ids of the schemas that refer to a version",
    action: referencedBy.action,
    params: oneVersion,
    query: none,
    result,
    handle: async ({ deps, actor, params }) =>
      registryResponse(await referencedBy(deps, actor, { ...params, version: choiceOf(params.version) })),
  });

  addEndpoint(app, {
    method: "delete",
    path: `${registryBase}/subjects/{subject}/versions/{version}`,
    operationId: "deleteSchemaVersion",
    tag,
    summary: "Delete one version of a subject",
    action: deleteSchema.action,
    params: oneVersion,
    query: z.object({ permanent: flag }),
    result,
    handle: async ({ deps, actor, params, query }) => {
      const input = { ...params, version: choiceOf(params.version), permanent: query.permanent === "true" };
      return registryResponse((await deleteSchema(deps, actor, input))[0]);
    },
  });
}

/** Whether a schema may follow all that the level asks for, or goes with one version. */
function addCompatibility(app: RestApp): void {
  const answer = async (
    { deps, actor, query, body }: Asking,
    subject: string,
    version: VersionChoice | undefined,
  ): Promise<Response> => {
    const verdict = await checkSchema(deps, actor, { subject, ...sourceOf(body), version });
    const isCompatible = verdict.isCompatible && !verdict.isBlockedByWarnings;
    const messages = verdict.isBlockedByWarnings
      ? verdict.warnings.map(({ message }) => message)
      : verdict.messages;
    return registryResponse({
      is_compatible: isCompatible,
      ...(query.verbose === "true" ? { messages: isCompatible ? [] : messages } : {}),
    });
  };
  const shared = {
    method: "post",
    tag,
    action: checkSchema.action,
    query: verboseQuery,
    body: schemaBody,
    result,
  } as const;
  addEndpoint(app, {
    ...shared,
    path: `${registryBase}/compatibility/subjects/{subject}/versions`,
    operationId: "checkCompatibility",
    summary: "Whether a schema may be the next version",
    params: oneSubject,
    handle: (call) => answer(call, call.params.subject, undefined),
  });
  addEndpoint(app, {
    ...shared,
    path: `${registryBase}/compatibility/subjects/{subject}/versions/{version}`,
    operationId: "checkCompatibilityWith",
    summary: "Whether a schema goes with one version",
    params: oneVersion,
    handle: (call) => answer(call, call.params.subject, choiceOf(call.params.version)),
  });
}

const oneId = z.object({ id: z.string() });

function idOf(id: string): number {
  const number = Number(id);
  if (Number.isInteger(number) && number >= 1 && number <= 2_147_483_647) return number;
  throw registryError(40403, `Schema ${id} not found`);
}

function addIds(app: RestApp): void {
  addEndpoint(app, {
    method: "get",
    path: `${registryBase}/schemas/types`,
    operationId: "listSchemaTypes",
    tag,
    summary: "Formats of schemas",
    action: listSubjects.action,
    params: none,
    query: none,
    result,
    handle: async () => registryResponse(schemaFormats),
  });

  for (const [part, operationId, summary] of [
    ["", "getSchemaById", "A text by its id"],
    ["/schema", "getSchemaTextById", "The bare text by its id"],
    ["/subjects", "listSubjectsOfId", "Subjects under which a text stands"],
    ["/versions", "listVersionsOfId", "Versions under which a text stands"],
  ] as const) {
    addEndpoint(app, {
      method: "get",
      path: `${registryBase}/schemas/ids/{id}${part}`,
      operationId,
      tag,
      summary,
      action: getSchemaById.action,
      params: oneId,
      query: z.object({ deleted: flag }),
      result,
      handle: async ({ deps, actor, params, query }) => {
        const found = await getSchemaById(deps, actor, {
          id: idOf(params.id),
          deleted: query.deleted === "true",
        });
        if (part === "/schema") return schemaResponse(found.text);
        if (part === "/versions") return registryResponse(found.versions);
        if (part === "/subjects")
          return registryResponse([...new Set(found.versions.map(({ subject }) => subject))]);
        return registryResponse(told(found));
      },
    });
  }
}
