import { readFile, writeFile } from "node:fs/promises";
import { type Command, Option } from "commander";
import * as z from "zod";
import { flowFromText } from "@/flow/document/flow-yaml";
import { slugOf } from "@/flow/document/names";
import { faultsText } from "@/flow/document/parse-flow";
import { type ApiClient, apiClient, type Connection } from "./api-client";
import { CommandFailure, type Io, table, withFile } from "./io";

const listSchema = z.object({
  flows: z.array(
    z.object({
      slug: z.string(),
      name: z.string(),
      state: z.string(),
      revision: z.number().nullable(),
      undeployedChanges: z.number(),
    }),
  ),
});
const putSchema = z.object({
  slug: z.string(),
  version: z.number(),
  isNew: z.boolean(),
  changes: z.array(z.object({ message: z.string() })),
});
const deployedSchema = z.object({ revision: z.number(), isNew: z.boolean() });

const pathOf = (slug: string) => `/flows/${encodeURIComponent(slug)}`;

async function deploy(api: ApiClient, io: Io, slug: string, note?: string): Promise<void> {
  const body = JSON.stringify(note === undefined ? {} : { note });
  const headers = { "content-type": "application/json" };
  const response = await api.call(`${pathOf(slug)}/deployments`, { method: "POST", body, headers });
  const { revision, isNew } = deployedSchema.parse(await response.json());
  io.out(isNew ? `${slug}: revision ${revision} is live.\n` : `${slug}: up to date, revision ${revision}.\n`);
}

/** Sends one file; what is wrong with it is said with its line, before anything is sent. */
async function apply(api: ApiClient, io: Io, file: string, wishedSlug?: string): Promise<string> {
  const text = await withFile(file, "read", () => readFile(file, "utf8"));
  const { document, faults } = flowFromText(text);
  if (document === undefined) throw new CommandFailure(`${file}:\n${faultsText(faults)}`);
  const slug = wishedSlug ?? slugOf(document.name);
  const headers = { "content-type": "application/yaml" };
  const response = await api.call(pathOf(slug), { method: "PUT", body: text, headers });
  const { isNew, changes } = putSchema.parse(await response.json());
  if (isNew) io.out(`${slug}: created from ${file}.\n`);
  else if (changes.length === 0) io.out(`${slug}: unchanged.\n`);
  else io.out(`${slug}: ${changes.map(({ message }) => message).join(" ")}\n`);
  return slug;
}

interface ExportOptions {
  readonly format: "yaml" | "json";
  readonly revision?: string;
  readonly output?: string;
}

/** `flows list|export|apply|deploy`. */
export function addFlowCommands(program: Command, io: Io, connection: () => Connection): void {
  const flows = program.command("flows").description("Flows as files");
  const api = () => apiClient(io, connection());

  flows
    .command("list")
    .description("All flows")
    .action(async () => {
      const { flows: found } = listSchema.parse(await (await api().call("/flows")).json());
      const rows = found.map(({ slug, state, revision, undeployedChanges, name }) => [
        slug,
        state,
        revision === null ? "–" : String(revision),
        String(undeployedChanges),
        name,
      ]);
      io.out(table([["FLOW", "STATE", "REVISION", "UNDEPLOYED", "NAME"], ...rows]));
    });

  flows
    .command("export <flow>")
    .description("Print a flow as a file, always in the same order of keys")
    .addOption(new Option("--format <format>").choices(["yaml", "json"]).default("yaml"))
    .option("--revision <number>", "a revision instead of the draft")
    .option("-o, --output <file>", "write it there")
    .action(async (flow: string, { format, revision, output }: ExportOptions) => {
      const query = new URLSearchParams({ format, ...(revision === undefined ? {} : { revision }) });
      const text = await (await api().call(`${pathOf(flow)}/export?${query}`)).text();
      if (output === undefined) io.out(text);
      else {
        await withFile(output, "written", () => writeFile(output, text));
        io.say(`Written to ${output}.\n`);
      }
    });

  flows
    .command("apply <files...>")
    .description("Make drafts equal to files (YAML or JSON); a flow that does not exist is made")
    .option("--flow <slug>", "slug of the flow, for one file; else it follows from the name in the file")
    .option("--deploy", "deploy what was applied")
    .action(async (files: string[], options: { flow?: string; deploy?: boolean }) => {
      if (options.flow !== undefined && files.length > 1) {
        throw new CommandFailure("--flow names one flow. Give one file with it.");
      }
      for (const file of files) {
        const slug = await apply(api(), io, file, options.flow);
        if (options.deploy) await deploy(api(), io, slug);
      }
    });

  flows
    .command("deploy <flow>")
    .description("Deploy the draft of a flow")
    .option("--note <text>", "kept with the deployment")
    .action((flow: string, { note }: { note?: string }) => deploy(api(), io, flow, note));
}
