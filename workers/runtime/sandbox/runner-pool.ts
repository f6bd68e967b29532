import { availableParallelism } from "node:os";
import { FairQueue } from "./fair-queue";
import type { RunRequest } from "./messages";
import { type RunEnd, Runner } from "./runner";

/** So many pieces of code at a time: there are no more processors, and every runner holds memory. */
const MAX_RUNNERS = Math.min(4, Math.max(2, availableParallelism()));
/** A runner without work for so long ends, and its memory is free again. */
const IDLE_MS = 30_000;
/** What an engine may leave behind in its process goes with it. */
const MAX_RUNS = 500;

interface Waiting {
  readonly request: RunRequest;
  /** It has its turn: its patience does not matter any more. */
  readonly begin: () => void;
  readonly resolve: (end: RunEnd | "no-turn") => void;
}

/** What differs in tests. */
export interface PoolOptions {
  /** The bundle of the runners; absent: the one beside ours. */
  readonly file?: string;
  readonly maxRunners?: number;
  readonly idleMs?: number;
}

/** Some processes that run code. None while none is needed; one that ends is replaced as long as there is work. */
export class RunnerPool {
  readonly #queue = new FairQueue<Waiting>();
  readonly #runners = new Set<Runner>();
  readonly #idle = new Map<Runner, NodeJS.Timeout>();
  readonly #maxRunners: number;
  readonly #idleMs: number;
  readonly #file: string | undefined;
  #isClosed = false;

  constructor({ maxRunners = MAX_RUNNERS, idleMs = IDLE_MS, file }: PoolOptions = {}) {
    this.#maxRunners = maxRunners;
    this.#idleMs = idleMs;
    this.#file = file;
  }

  /** The processes there are now. */
  get pids(): readonly number[] {
    return [...this.#runners].flatMap(({ pid }) => pid ?? []);
  }

  /**
   * Runs code as soon as it is its turn.
   * @param line whose turn it is: lines take turns
   * @returns undefined when the process ended under it, `no-turn` when it waited longer than `patienceMs`
   */
  run(line: string, request: RunRequest, patienceMs: number): Promise<RunEnd | "no-turn"> {
    return new Promise((resolve) => {
      if (this.#isClosed) return resolve(undefined);
      const timer = setTimeout(() => {
        this.#queue.remove(line, waiting);
        resolve("no-turn");
      }, patienceMs);
      const waiting: Waiting = {
        request,
        begin: () => clearTimeout(timer),
        resolve,
      };
      this.#queue.add(line, waiting);
      this.#next();
    });
  }

  /** Ends all processes; what still runs or waits gets no value. */
  close(): void {
    this.#isClosed = true;
    while (this.#refuse());
    for (const runner of [...this.#runners]) runner.kill();
  }

  #next(): void {
    if (this.#queue.isEmpty) return;
    const [idle] = this.#idle.keys();
    if (idle !== undefined) {
      clearTimeout(this.#idle.get(idle));
      this.#idle.delete(idle);
      void this.#work(idle);
    } else if (this.#runners.size < this.#maxRunners) this.#start();
  }

  #start(): void {
    const runner: Runner = new Runner(this.#file, () => this.#ended(runner));
    this.#runners.add(runner);
    void runner.ready.then((isReady) => {
      if (isReady) this.#rest(runner);
      else this.#refuseNext(runner);
    });
  }

  /** A process that cannot start must not be tried for ever: somebody is told. */
  #refuseNext(runner: Runner): void {
    runner.kill();
    this.#refuse();
    this.#next();
  }

  #refuse(): boolean {
    const waiting = this.#queue.next();
    waiting?.begin();
    waiting?.resolve(undefined);
    return waiting !== undefined;
  }

  async #work(runner: Runner): Promise<void> {
    const waiting = this.#queue.next();
    if (waiting === undefined) return this.#rest(runner);
    waiting.begin();
    waiting.resolve(await runner.run(waiting.request));
    if (runner.hasEnded) return;
    if (runner.runs >= MAX_RUNS) runner.kill();
    else this.#rest(runner);
  }

  #rest(runner: Runner): void {
    if (runner.hasEnded) return;
    const timer = setTimeout(() => runner.kill(), this.#idleMs);
    // It must not keep a process alive that wants to end.
    timer.unref();
    this.#idle.set(runner, timer);
    this.#next();
  }

  #ended(runner: Runner): void {
    const wasAtWork = runner.runs > 0 && !this.#idle.has(runner);
    clearTimeout(this.#idle.get(runner));
    this.#idle.delete(runner);
    this.#runners.delete(runner);
    if (this.#isClosed) return;
    // Whoever is next finds a process that is ready.
    if (!this.#queue.isEmpty) this.#next();
    else if (wasAtWork) this.#start();
  }
}
