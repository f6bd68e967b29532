import { dateParts } from "./date-parts";
import { dateText } from "./date-text";
import { ExpressionError } from "./expression-error";
import { compareValues } from "./operators";
import { regexMatches } from "./regex";
import type { Scope } from "./scope";
import { parseDate, parseDuration } from "./time-values";
import { Duration, isFields, toText, typeWord } from "./values";

/** A function of the expression language; `x.f(a)` calls it with `x` as the first argument. */
export interface ExpressionFunction {
  readonly name: string;
  /** `replace(text, from, to)` for menus and errors. */
  readonly signature: string;
  readonly help: string;
  readonly minArgs: number;
  readonly maxArgs: number;
  readonly run: (args: readonly unknown[], scope: Scope) => unknown;
}

const functions: ExpressionFunction[] = [];

function offer(
  signature: string,
  help: string,
  run: (args: readonly unknown[], scope: Scope) => unknown,
  alias?: string,
): void {
  const [name = "", list = ""] = signature.replace(")", "").split("(");
  const params = list.split(",").filter((param) => param.trim() !== "");
  const minArgs = params.filter((param) => !param.includes("?")).length;
  const maxArgs = list.includes("…") ? 32 : params.length;
  functions.push({ name, signature, help, minArgs, maxArgs, run });
  if (alias) functions.push({ name: alias, signature, help, minArgs, maxArgs, run });
}

function text(value: unknown, name: string): string {
  if (typeof value === "string") return value;
  throw new ExpressionError("wrong-type", `\`${name}\` needs a text, not ${typeWord(value)}.`);
}

function number(value: unknown, name: string): number {
  if (typeof value === "number") return value;
  throw new ExpressionError("wrong-type", `\`${name}\` needs a number, not ${typeWord(value)}.`);
}

function list(value: unknown, name: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new ExpressionError("wrong-type", `\`${name}\` needs a list, not ${typeWord(value)}.`);
}

function built(result: string, scope: Scope): string {
  scope.build(result.length);
  return result;
}

offer("size(value)", "Number of characters, items or fields.", ([value], scope) => {
  if (typeof value === "string") {
    scope.read(value.length);
    return [...value].length;
  }
  if (Array.isArray(value)) return value.length;
  if (isFields(value)) return Object.keys(value).length;
  throw new ExpressionError(
    "wrong-type",
    `\`size\` needs a text, a list or an object, not ${typeWord(value)}.`,
  );
});
offer("string(value)", "The value as text.", ([value], scope) => built(toText(value, scope), scope), "text");
offer("double(value)", "The value as a number.", ([value]) => toNumber(value), "number");
offer("int(value)", "The value as a number without decimals.", ([value]) => Math.trunc(toNumber(value)));
offer("bool(value)", "The value as yes or no.", ([value]) => toBoolean(value));
offer(
  "timestamp(value)",
  "The text or the seconds since 1970 as a date.",
  ([value]) => parseDate(value),
  "date",
);
offer("duration(text)", 'A length of time: "90s", "2h30m".', ([value]) =>
  parseDuration(text(value, "duration")),
);
offer("type(value)", "The kind of the value in words.", ([value]) => typeWord(value).replace(/^an? /, ""));

offer("contains(text, part)", "Whether the text or list contains it.", ([whole, part], scope) => {
  if (Array.isArray(whole)) {
    scope.spend(whole.length);
    return whole.includes(part);
  }
  scope.read(text(whole, "contains").length);
  return text(whole, "contains").includes(text(part, "contains"));
});
offer("startsWith(text, start)", "Whether the text begins so.", ([whole, part]) =>
  text(whole, "startsWith").startsWith(text(part, "startsWith")),
);
offer("endsWith(text, end)", "Whether the text ends so.", ([whole, part]) =>
  text(whole, "endsWith").endsWith(text(part, "endsWith")),
);
offer(
  "regex(text, pattern)",
  "Whether a part of the text fits an RE2 pattern.",
  ([whole, pattern], scope) => {
    scope.spend(text(whole, "regex").length);
    return regexMatches(text(pattern, "regex"), text(whole, "regex"));
  },
);
offer(
  "lower(text)",
  "The text in small letters.",
  ([value], scope) => built(text(value, "lower").toLowerCase(), scope),
  "lowerAscii",
);
offer(
  "upper(text)",
  "The text in capital letters.",
  ([value], scope) => built(text(value, "upper").toUpperCase(), scope),
  "upperAscii",
);
offer("trim(text)", "The text without spaces around it.", ([value], scope) =>
  built(text(value, "trim").trim(), scope),
);
offer("replace(text, from, to)", "The text with every `from` replaced.", ([value, from, to], scope) => {
  const [whole, part, by] = [text(value, "replace"), text(from, "replace"), text(to, "replace")];
  scope.read(whole.length);
  const count = countOf(whole, part);
  scope.spend(count);
  scope.build(whole.length + count * Math.max(0, by.length - part.length));
  return whole.replaceAll(part, () => by);
});
offer("split(text, separator)", "The parts of the text as a list.", ([value, separator], scope) => {
  const whole = text(value, "split");
  scope.spend(countOf(whole, text(separator, "split")) + (whole.length >>> 4));
  return whole.split(text(separator, "split"));
});
offer("join(list, separator?)", "The items as one text.", ([value, separator = ""], scope) => {
  const between = text(separator, "join");
  const parts = list(value, "join").map((item) => {
    const part = toText(item, scope);
    scope.build(part.length + between.length);
    return part;
  });
  return parts.join(between);
});
offer(
  "indexOf(text, part)",
  "Where the part begins, from 0; −1 when it is not there.",
  ([whole, part], scope) => {
    scope.read(text(whole, "indexOf").length);
    return text(whole, "indexOf").indexOf(text(part, "indexOf"));
  },
);
offer(
  "lastIndexOf(text, part)",
  "Where the part last begins; −1 when it is not there.",
  ([whole, part], scope) => {
    scope.read(text(whole, "lastIndexOf").length);
    return text(whole, "lastIndexOf").lastIndexOf(text(part, "lastIndexOf"));
  },
);
offer("substring(text, start, end?)", "A part of the text, counted from 0.", ([whole, start, end], scope) =>
  built(
    text(whole, "substring").slice(
      number(start, "substring"),
      end === undefined ? undefined : number(end, "substring"),
    ),
    scope,
  ),
);

offer("round(number, digits?)", "Rounded, to whole numbers or to some digits.", ([value, digits = 0]) => {
  const scale = 10 ** Math.min(12, Math.max(0, Math.trunc(number(digits, "round"))));
  return Math.round(number(value, "round") * scale + Number.EPSILON) / scale;
});
offer("floor(number)", "Rounded down.", ([value]) => Math.floor(number(value, "floor")));
offer("ceil(number)", "Rounded up.", ([value]) => Math.ceil(number(value, "ceil")));
offer("abs(number)", "Without its sign.", ([value]) => Math.abs(number(value, "abs")));
offer("fixed(number, digits)", "As text with that many digits: 120.50.", ([value, digits]) =>
  number(value, "fixed").toFixed(digitsOf(digits, "fixed")),
);
offer(
  "numberText(value, digits)",
  "As text with that many digits; nothing for nothing.",
  ([value, digits]) => {
    if (value === null || value === "") return "";
    return toNumber(value).toFixed(digitsOf(digits, "numberText"));
  },
);
offer("min(a, b, …)", "The smallest, of values or of a list.", (args, scope) =>
  extreme(args, scope, -1, "min"),
);
offer("max(a, b, …)", "The largest, of values or of a list.", (args, scope) =>
  extreme(args, scope, 1, "max"),
);
offer("sum(list)", "All numbers of the list together.", ([value], scope) => {
  scope.spend(list(value, "sum").length);
  return list(value, "sum").reduce((sum: number, item) => sum + number(item, "sum"), 0);
});

offer(
  "dateText(date, pattern, zone?)",
  "The date as text, by a pattern of YYYY, MMM, MM, DD, D, HH, mm and ss; nothing for nothing.",
  ([value, pattern, zone], scope) => {
    if (value === null || value === "") return "";
    const wanted = text(pattern, "dateText");
    scope.spend(zone === undefined ? 50 : 3000);
    if (wanted.length > 100)
      throw new ExpressionError("wrong-value", "A pattern has at most 100 characters.");
    return built(
      dateText(parseDate(value), wanted, zone === undefined ? "UTC" : text(zone, "dateText")),
      scope,
    );
  },
);

for (const [name, { help, read }] of Object.entries(dateParts)) {
  offer(`${name}(date, zone?)`, help, ([value, zone], scope) => {
    scope.spend(zone === undefined ? 1 : 500);
    if (value instanceof Duration) return durationPart(name, value);
    const date = value instanceof Date ? value : parseDate(value);
    return read(date, zone === undefined ? "UTC" : text(zone, name));
  });
}

function digitsOf(digits: unknown, name: string): number {
  return Math.min(12, Math.max(0, Math.trunc(number(digits, name))));
}

function countOf(whole: string, part: string): number {
  if (part === "") return whole.length + 1;
  let count = 0;
  for (let at = whole.indexOf(part); at >= 0; at = whole.indexOf(part, at + part.length)) count += 1;
  return count;
}

function durationPart(name: string, duration: Duration): number {
  const unitMs = { getHours: 3_600_000, getMinutes: 60_000, getSeconds: 1000, getMilliseconds: 1 }[name];
  if (unitMs === undefined)
    throw new ExpressionError("wrong-type", `\`${name}\` needs a date, not a duration.`);
  return Math.trunc(duration.ms / unitMs);
}

function toNumber(value: unknown): number {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return Number(value);
  const parsed = typeof value === "string" && value.trim() !== "" ? Number(value.trim()) : Number.NaN;
  if (Number.isFinite(parsed)) return parsed;
  const shown = typeof value === "string" ? `"${value.slice(0, 100)}"` : typeWord(value);
  throw new ExpressionError("wrong-value", `Expected a number, got ${shown}.`);
}

function toBoolean(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  if (value === 1 || (typeof value === "string" && /^(true|yes|1)$/i.test(value))) return true;
  if (value === 0 || (typeof value === "string" && /^(false|no|0)$/i.test(value))) return false;
  throw new ExpressionError("wrong-value", `Expected yes or no, got ${typeWord(value)}.`);
}

function extreme(args: readonly unknown[], scope: Scope, sign: 1 | -1, name: string): unknown {
  const values = args.length === 1 ? list(args[0], name) : args;
  scope.spend(values.length);
  if (values.length === 0) throw new ExpressionError("wrong-value", `\`${name}\` needs at least one value.`);
  return values.reduce((best, value) => (compareValues(value, best, scope) * sign > 0 ? value : best));
}

/** All functions by name. */
export const expressionFunctions: ReadonlyMap<string, ExpressionFunction> = new Map(
  functions.map((entry) => [entry.name, entry]),
);
