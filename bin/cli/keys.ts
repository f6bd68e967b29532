import { type Command, InvalidArgumentError, Option } from "commander";
import { apiKeyRoles, createApiKey } from "@/server/api-keys/create-api-key";
import { systemActor } from "@/server/auth/system-actor";
import type { Deps } from "@/server/deps";
import { CommandFailure, type Io } from "./io";
import { withLocalDeps } from "./local-deps";

async function workspaceOf(deps: Deps, slug: string | undefined) {
  const found = await deps.db.workspace.findMany({
    orderBy: { createdAt: "asc" },
    select: { id: true, slug: true },
  });
  const names = found.map((workspace) => workspace.slug).join(", ");
  const [only] = slug === undefined ? found : found.filter((workspace) => workspace.slug === slug);
  if (found.length === 0) {
    throw new CommandFailure(
      "There is no workspace yet. Start Millrace, open the set-up link, then try again.",
    );
  }
  if (only === undefined)
    throw new CommandFailure(`There is no workspace "${slug}". Choose one of: ${names}`);
  if (slug === undefined && found.length > 1) {
    throw new CommandFailure(`Say in which workspace with --workspace. There are: ${names}`);
  }
  return only;
}

function dayCount(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError("Give a number of days, 1 to 3650.");
  return Number(text);
}

interface CreateOptions {
  readonly name: string;
  readonly role: (typeof apiKeyRoles)[number];
  readonly workspace?: string;
  readonly expiresInDays?: number;
}

/** `keys create`: on the machine that holds the data, without a key. */
export function addKeyCommands(program: Command, io: Io): void {
  const keys = program.command("keys").description("API keys of the Millrace on this machine");
  keys
    .command("create")
    .description("Make an API key and print it. Works while Millrace runs and while it does not.")
    .option("--name <name>", "what it is for", "command line")
    .addOption(new Option("--role <role>", "what it may do").choices(apiKeyRoles).default("editor"))
    .option("--workspace <slug>", "in which workspace, where there are several")
    .option("--expires-in-days <days>", "when it ends; never, if not given", dayCount)
    .action(async ({ name, role, workspace, expiresInDays }: CreateOptions) => {
      const { key, slug } = await withLocalDeps(io, async (deps) => {
        const place = await workspaceOf(deps, workspace);
        const made = await createApiKey(deps, systemActor(place, "command line"), {
          name,
          role,
          expiresInDays,
        });
        return { key: made.key, slug: place.slug };
      });
      io.say(`Key "${name}" (${role}) of the workspace ${slug}. It is shown this once:\n`);
      io.out(`${key}\n`);
    });
}
