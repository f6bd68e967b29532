import * as z from "zod";
import type { CompatibilityPolicy } from "@/flow/schema/change-type";
import { type CompatibilityLevel, compatibilityLevels } from "@/flow/schema/levels";
import type { Prisma, PrismaClient } from "@/prisma/generated/client";
import { registryModes } from "./schema-names";

/** The rules that hold for a subject: its own, else the workspace's, else the defaults. */
export interface SchemaRules {
  readonly level: CompatibilityLevel;
  readonly policy: CompatibilityPolicy;
  readonly blocksOnWarnings: boolean;
  readonly mode: (typeof registryModes)[number];
}

/** Rules of one subject or of the workspace; null: as the next wider has it. */
export type OwnRules = { readonly [Name in keyof SchemaRules]: SchemaRules[Name] | null };

/** What holds where nobody chose. */
export const defaultRules: SchemaRules = {
  level: "BACKWARD",
  policy: "STRICT",
  blocksOnWarnings: false,
  mode: "READWRITE",
};

/** Stands for the workspace among subjects. */
export const wholeWorkspace = "";

const rowSchema = z.object({
  subject: z.string(),
  level: z.enum(compatibilityLevels).nullable(),
  policy: z.enum(["STRICT", "LENIENT"]).nullable(),
  blocksOnWarnings: z.boolean().nullable(),
  mode: z.enum(registryModes).nullable(),
});
const none: OwnRules = { level: null, policy: null, blocksOnWarnings: null, mode: null };

type ConfigStore = Pick<PrismaClient, "schemaConfig"> | Pick<Prisma.TransactionClient, "schemaConfig">;

/** Puts the rules of a subject over those of the workspace. */
export function effectiveRules(own: OwnRules, workspace: OwnRules): SchemaRules {
  return {
    level: own.level ?? workspace.level ?? defaultRules.level,
    policy: own.policy ?? workspace.policy ?? defaultRules.policy,
    blocksOnWarnings: own.blocksOnWarnings ?? workspace.blocksOnWarnings ?? defaultRules.blocksOnWarnings,
    mode: own.mode ?? workspace.mode ?? defaultRules.mode,
  };
}

/** All rules that were chosen in a workspace, by subject; `rulesOf` looks one up. */
export async function readRules(store: ConfigStore, workspaceId: string, subject?: string) {
  const rows = await store.schemaConfig.findMany({
    where: { workspaceId, ...(subject === undefined ? {} : { subject: { in: [subject, wholeWorkspace] } }) },
  });
  const bySubject = new Map<string, OwnRules>(
    rows.map((raw) => {
      const { subject: name, ...own } = rowSchema.parse(raw);
      return [name, own];
    }),
  );
  const workspace = bySubject.get(wholeWorkspace) ?? none;
  return {
    workspace: effectiveRules(none, workspace),
    ownOf: (name: string): OwnRules => bySubject.get(name) ?? none,
    rulesOf: (name: string): SchemaRules => effectiveRules(bySubject.get(name) ?? none, workspace),
  };
}
