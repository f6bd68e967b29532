/** Runs work that must be alone, one after the other, in the order in which it was asked for. */
export type TakeTurns = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** Makes a queue of turns; a failure ends its own turn only. */
export function createTurns(): TakeTurns {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work, work);
    last = turn;
    return turn;
  };
}
