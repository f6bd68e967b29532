import { Command, CommanderError } from "commander";
import { version } from "@/package.json";
import { AppError } from "@/server/app-error";
import type { Connection } from "./api-client";
import { addEventCommands } from "./events";
import { addFlowCommands } from "./flows";
import { addHealthCommand } from "./health";
import { CommandFailure, type Io } from "./io";
import { addKeyCommands } from "./keys";
import { addSendCommand } from "./send";

/** Commands inherit how errors and help are written, so this comes before they are added. */
function createProgram(io: Io): Command {
  const program = new Command("millrace")
    .description("Millrace from the command line")
    .version(version)
    .option("--url <url>", "address of the installation (MILLRACE_URL; http://localhost:3000)")
    .option("--api-key <key>", "API key (MILLRACE_API_KEY)")
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.say })
    .showHelpAfterError("Add --help to see what fits.");
  const connection = () => program.opts<Connection>();
  addFlowCommands(program, io, connection);
  addSendCommand(program, io, connection);
  addEventCommands(program, io, connection);
  addHealthCommand(program, io, connection);
  addKeyCommands(program, io);
  return program;
}

/** Runs one command; returns the exit code. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  try {
    await createProgram(io).parseAsync([...args], { from: "user" });
    return 0;
  } catch (error) {
    // Commander has said what was wrong already, or has shown its help.
    if (error instanceof CommanderError) return error.exitCode;
    const isOurs =
      error instanceof CommandFailure ||
      error instanceof AppError ||
      (error instanceof Error && error.name === "StartFailure");
    if (!isOurs) throw error;
    io.say(`${error.message}\n`);
    return 1;
  }
}
