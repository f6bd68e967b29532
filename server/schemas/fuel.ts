/** Work that one validation may do: a unit is a short piece of code run once. Three million take a second at most. */
export const maxFuel = 3_000_000;

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

  /** Joins two lists of errors, and takes away what that costs: branches that fail hand all of theirs on. */
  join<Item>(before: readonly Item[], more: readonly Item[]): Item[] {
    this.burn((before.length + more.length) / errorsPerUnit);
    return before.concat(more);
  }
}

/** Errors handed on for one unit. */
const errorsPerUnit = 1;

/** Code of this many characters costs one unit each time it runs. */
const charactersPerUnit = 128;

/** How the code hands on the errors of a part. */
const joining = "vErrors.concat(";
const tokens = /"(?:[^"\\]|\\.)*"|vErrors\.concat\(|for\((?:[^"()]|\([^()]*\))*\)\{|\}=\{\}\)\{|[{}]/g;

/**
 * Puts a meter into the code that Ajv made of a schema: every function and every turn of a loop pays for the code in
 * it. So a schema that branches without end, or a long list against a large schema, ends in bounded time.
 * The code finds the meter as `self.fuel`.
 */
export function withFuel(code: string): string {
  const edits: { readonly at: number; readonly until: number; readonly text: string }[] = [];
  const open: { readonly at: number; readonly isMetered: boolean }[] = [];
  for (const { 0: token, index } of code.matchAll(tokens)) {
    if (token.startsWith('"')) continue;
    const end = index + token.length;
    if (token === joining) edits.push({ at: index, until: end, text: "fuel.join(vErrors," });
    if (token.startsWith("}")) {
      const closed = open.pop();
      if (closed?.isMetered === true) {
        const units = 1 + Math.floor((index - closed.at) / charactersPerUnit);
        edits.push({ at: closed.at, until: closed.at, text: `if((fuel.left-=${units})<0)throw fuel.spent;` });
      }
    }
    if (token.endsWith("{")) open.push({ at: end, isMetered: token !== "{" });
  }
  let metered = "const fuel=self.fuel;";
  let from = 0;
  for (const { at, until, text } of edits.sort((a, b) => a.at - b.at)) {
    metered += code.slice(from, at) + text;
    from = until;
  }
  return metered + code.slice(from);
}
