/** Work that one validation may do: a unit is a short piece of code run once. Ten million take about half a second. */
export const maxFuel = 10_000_000;

/** Thrown inside a validation that has used up its fuel. */
export class OutOfFuel extends Error {
  override readonly name = "OutOfFuel";
}

/** What is left of the work that the running validation may do; one for all, since none waits for anything. */
export class Fuel {
  left = 0;
  readonly spent = new OutOfFuel("The validation takes too long.");

  /** Takes some away, as the compiled code does. */
  burn(units: number): void {
    this.left -= units;
    if (this.left < 0) throw this.spent;
  }
}

/** Code of this many characters costs one unit each time it runs. */
const charactersPerUnit = 128;

const tokens = /"(?:[^"\\]|\\.)*"|for\((?:[^"()]|\([^()]*\))*\)\{|\}=\{\}\)\{|[{}]/g;

/**
 * Puts a meter into the code that Ajv made of a schema: every function and every turn of a loop pays for the code in
 * it. So a schema that branches without end, or a long list against a large schema, ends in bounded time.
 * The code finds the meter as `self.fuel`.
 */
export function withFuel(code: string): string {
  const inserts: { readonly at: number; readonly length: number }[] = [];
  const open: { readonly at: number; readonly isMetered: boolean }[] = [];
  for (const { 0: token, index } of code.matchAll(tokens)) {
    if (token.startsWith('"')) continue;
    const end = index + token.length;
    if (token.startsWith("}")) {
      const closed = open.pop();
      if (closed?.isMetered === true) inserts.push({ at: closed.at, length: index - closed.at });
    }
    if (token.endsWith("{")) open.push({ at: end, isMetered: token !== "{" });
  }
  let metered = "const fuel=self.fuel;";
  let from = 0;
  for (const { at, length } of inserts.sort((a, b) => a.at - b.at)) {
    const units = 1 + Math.floor(length / charactersPerUnit);
    metered += `${code.slice(from, at)}if((fuel.left-=${units})<0)throw fuel.spent;`;
    from = at;
  }
  return metered + code.slice(from);
}
