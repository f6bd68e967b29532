/** Two rates of the same run. */
interface Rates {
  readonly measured: number;
  readonly reference: number;
}

/** Between two things that take turns the machine changes little. */
const ROUNDS = 2;

/** Over all rounds: the same work each time, so its rate is the harmonic mean. */
function together(rates: readonly number[]): number {
  return rates.length / rates.reduce((sum, rate) => sum + 1 / rate, 0);
}

/**
 * Measures two rates in turns, reference first, so that what else the machine does meets both.
 * @returns each over all rounds
 */
export async function inTurns(
  reference: () => Promise<number>,
  measured: () => Promise<number>,
): Promise<Rates> {
  const references: number[] = [];
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    references.push(await reference());
    rates.push(await measured());
  }
  return { measured: together(rates), reference: together(references) };
}
