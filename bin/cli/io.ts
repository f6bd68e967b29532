/** What a command may touch besides its arguments; given by the launcher, and by tests. */
export interface Io {
  /** The clone. */
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  /** Results, which other programs may read. */
  out(text: string): void;
  /** Everything else: progress, hints, errors. */
  say(text: string): void;
}

/** A command that could not do its work; the message is shown as it is. */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";
}

/** Reads or writes a file; what goes wrong is one sentence. */
export async function withFile<Result>(
  file: string,
  act: "read" | "written",
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandFailure(`${file} cannot be ${act} (${reason}).`);
  }
}

/** Rows as a table with aligned columns; the first row is the head. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  return `${rows.map(line).join("\n")}\n`;
}
