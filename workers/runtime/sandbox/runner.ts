import type { ChildProcess } from "node:child_process";
import type { RunReply, RunRequest } from "./messages";
import { MAX_REPLY_CHARS, parseReply } from "./parse-reply";
import { startRunner } from "./start-runner";

/** How long a runner may take to be ready. */
const START_LIMIT_MS = 10_000;
/** A runner that is silent for so long beyond the time limit of a run does not even look at its clock. */
const SILENCE_MS = 500;

/** What came of a run: the parsed reply, or nothing because its runner has ended. */
export type RunEnd = RunReply | undefined;

/** One child process that runs code, one piece at a time. */
export class Runner {
  readonly #child: ChildProcess;
  readonly #onEnd: () => void;
  /** Resolves with true when it can be given work, and with false when it has ended before. */
  readonly ready: Promise<boolean>;
  #received = "";
  #answer: ((line: string | undefined) => void) | undefined;
  #hasEnded = false;
  #isSilent = false;
  runs = 0;

  /**
   * @param file its bundle; absent: the one beside ours
   * @param onEnd called once, whoever has ended it
   */
  constructor(file: string | undefined, onEnd: () => void) {
    this.#onEnd = onEnd;
    this.#child = startRunner(file);
    this.#child.on("error", () => this.#ended());
    this.#child.on("exit", () => this.#ended());
    // A pipe whose other side has died: `exit` says the same.
    this.#child.stdin?.on("error", () => undefined);
    this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => this.#read(text));
    this.ready = this.#line(START_LIMIT_MS).then((line) => line === "ready");
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Runs one piece of code. Whatever is no proper answer in time is the end of the process. */
  async run(request: RunRequest): Promise<RunEnd> {
    this.runs += 1;
    const line = this.#line(request.timeLimitMs + SILENCE_MS);
    this.#child.stdin?.write(`${JSON.stringify(request)}\n`);
    const reply = parseReply((await line) ?? "");
    // Some work of the engine does not look at the clock meanwhile: for whoever wrote the code it is the same.
    if (this.#isSilent) return { log: [], wrong: { kind: "time", message: "" } };
    if (reply === undefined) this.kill();
    return reply;
  }

  /** Ends it at once, whatever it does. */
  kill(): void {
    this.#child.kill("SIGKILL");
    this.#ended();
  }

  /** The next line, or nothing when it has ended or been killed for its silence. */
  #line(limitMs: number): Promise<string | undefined> {
    return new Promise((resolve) => {
      if (this.#hasEnded) return resolve(undefined);
      const timer = setTimeout(() => {
        this.#isSilent = true;
        this.kill();
      }, limitMs);
      this.#answer = (line) => {
        clearTimeout(timer);
        this.#answer = undefined;
        resolve(line);
      };
    });
  }

  #read(text: string): void {
    this.#received += text;
    const end = this.#received.indexOf("\n");
    if (end < 0) {
      if (this.#received.length > MAX_REPLY_CHARS) this.kill();
      return;
    }
    const line = this.#received.slice(0, end);
    this.#received = this.#received.slice(end + 1);
    // Nobody has asked: it is not ours any more.
    if (this.#answer === undefined) this.kill();
    else this.#answer(line);
  }

  #ended(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#answer?.(undefined);
    this.#onEnd();
  }
}
