import { acceptAsVersion } from "@/server/quarantine/accept-as-version";
import { discardQuarantined } from "@/server/quarantine/discard-quarantined";
import { getQuarantined, listQuarantine, quarantineGroups } from "@/server/quarantine/list-quarantine";
import { releaseQuarantined } from "@/server/quarantine/release";
import { blastRadius } from "@/server/schemas/blast-radius";
import { checkSchema } from "@/server/schemas/check-schema";
import { deleteSchema } from "@/server/schemas/delete-schema";
import { deprecateVersion } from "@/server/schemas/deprecate-version";
import { exampleEvent } from "@/server/schemas/example-event";
import { inferFromEvents } from "@/server/schemas/infer-from-events";
import { getSchema, getSchemaText, listSchemas } from "@/server/schemas/list-schemas";
import { registerSchema } from "@/server/schemas/register-schema";
import { renameFieldUses, renameOffers } from "@/server/schemas/rename-uses";
import { schemaUse } from "@/server/schemas/schema-use";
import { getGate, setGate } from "@/server/schemas/set-gate";
import { setSchemaRules } from "@/server/schemas/set-schema-rules";
import { topicSchemas } from "@/server/schemas/topic-schemas";
import { tryOnEvents } from "@/server/schemas/try-on-events";
import { validateData } from "@/server/schemas/validate-data";
import { mutation, query, router } from "../trpc";

/**
 * Schemas and what topics hold their events to. The shapes of the answers stand beside the use cases: `SchemaSummary`,
 * `SchemaSubject`, `SchemaText`, `Verdict` (flow/schema/verdict.ts), `RegisteredSchema`, `TopicGate`, `EventTrial`.
 * `check`, `validate`, `example`, `renameOffers`, `tryOnEvents` and `blastRadius` change nothing; they are posted because a schema is too long for an address.
 * A refused `register` carries its whole verdict in `details.verdict`.
 */
export const schemasRouter = router({
  list: query(listSchemas),
  get: query(getSchema),
  text: query(getSchemaText),
  check: mutation(checkSchema),
  validate: mutation(validateData),
  example: mutation(exampleEvent),
  renameOffers: mutation(renameOffers),
  renameFieldUses: mutation(renameFieldUses),
  tryOnEvents: mutation(tryOnEvents),
  blastRadius: mutation(blastRadius),
  inferFromEvents: query(inferFromEvents),
  gate: query(getGate),
  ofTopics: query(topicSchemas),
  use: query(schemaUse),
  register: mutation(registerSchema),
  setRules: mutation(setSchemaRules),
  setGate: mutation(setGate),
  deprecate: mutation(deprecateVersion),
  delete: mutation(deleteSchema),
});

/**
 * Events that were kept back because they do not fit. `groups` is the inbox, `list` the events of one group; `release`,
 * `discard` and `accept` take either ids or a group, and say with `nextAfter` where the next call goes on.
 */
export const quarantineRouter = router({
  groups: query(quarantineGroups),
  list: query(listQuarantine),
  get: query(getQuarantined),
  release: mutation(releaseQuarantined),
  discard: mutation(discardQuarantined),
  accept: mutation(acceptAsVersion),
});
