import { appendFileSync, existsSync, renameSync, statSync } from "node:fs";

const maxBytes = 10_000_000;

/** Takes the output of our processes. */
export interface LogSink {
  write(chunk: Buffer): void;
  /** The last lines, for a message about why a process ended. */
  tail(lines?: number): string;
}

/**
 * The output goes to `file` (two files of at most 10 MB), so that the terminal keeps to sentences for people; or, where somebody
 * collects it, to our own standard output as it is: one JSON object per line.
 */
export function createLogSink(file: string, to: "file" | "stdout"): LogSink {
  let last = "";
  let size = existsSync(file) ? statSync(file).size : 0;
  return {
    write(chunk) {
      last = (last + chunk.toString()).slice(-8_000);
      if (to === "stdout") {
        process.stdout.write(chunk);
        return;
      }
      if (size > maxBytes) {
        renameSync(file, `${file}.1`);
        size = 0;
      }
      size += chunk.length;
      appendFileSync(file, chunk, { mode: 0o600 });
    },
    tail: (lines = 12) => last.trimEnd().split("\n").slice(-lines).join("\n"),
  };
}
