import { list } from "../diff/list";
import { type Consumer, type Step, stepsOf } from "../document/flow-document";
import { didYouMean } from "../expression/did-you-mean";
import { type PathSegment, parsePath } from "../expression/paths";
import type { Issue, IssuePlace, IssueRemedy } from "../issue";
import { configFields } from "../node/field-hints";
import type { FieldInfo } from "../node/step-definition";
import { stepTitle } from "../validate/rule";
import { isStrict } from "./check-reads";
import { type SentField, sentRows } from "./sent-rows";
import { anyShape, isAlwaysThere, mayHave, type Shape, shapeAt, type TopicSchema } from "./shape";
import { type Payload, payloadAt, shownPath, type TypedFlow, topicsOf } from "./typed-flow";
import { typeWords, unfitValue } from "./unfit-value";

/** So many fields are named in one sentence. */
const maxNamed = 3;

/** Steps that publish events which do not fit the schema of their topic. */
export function checkPublishes(flow: TypedFlow): Issue[] {
  return flow.document.consumers.flatMap((consumer) =>
    [...stepsOf(consumer.steps)].flatMap((step) => {
      if (step.disabled) return [];
      const topic = flow.nodes.step(step.type)?.publishes?.topicOf(step.config);
      const schema = topic === undefined ? undefined : flow.schemas.get(topic);
      if (topic === undefined || schema === undefined || !isObject(schema.shape)) return [];
      return checkStep(flow, consumer, step, { topic, ...schema });
    }),
  );
}

function isObject({ types }: Shape): boolean {
  return types?.includes("object") ?? true;
}

/** Everything that a step sends, as far as it is known. */
interface Sent {
  readonly fields: readonly SentField[];
  /** What is not in `fields` is not sent. */
  readonly isAll: boolean;
}

function checkStep(
  flow: TypedFlow,
  consumer: Consumer,
  step: Step,
  target: TopicSchema & { topic: string },
): Issue[] {
  const here = payloadAt(flow, consumer, step.id);
  const topics = topicsOf(consumer, flow.schemas);
  const fields = here.fields.map((field) => withSureType(field, here));
  const rows = sentRows(flow.nodes.step(step.type), step.config, fields);
  // What a step above puts in the place of the event is a guess where code makes it.
  if (rows === undefined && (topics === undefined || here.isReplaced)) return [];
  const came: Shape = topics?.length === 1 ? (topics[0]?.shape ?? anyShape) : anyShape;
  const sourceOf = (from: readonly PathSegment[]) =>
    here.isUntouched(from) ? shapeAt(came, from.slice(1)) : undefined;
  const mayLack = (path: readonly PathSegment[]) =>
    here.isUntouched(["data", ...path]) && (topics ?? []).some(({ shape }) => !isAlwaysThere(shape, path));
  const sent: Sent = {
    fields:
      rows ??
      fields.flatMap(({ path, type }): SentField[] => {
        const parsed = parsePath(path)?.slice(1) ?? [];
        return parsed.includes(0) ? [] : [{ path: parsed, type, from: ["data", ...parsed] }];
      }),
    isAll: rows !== undefined || (topics?.every(({ shape }) => !shape.isOpen) ?? false),
  };
  const field = mappingOf(flow, step);
  const make = (code: string, isCertain: boolean, sentence: string, remedy?: IssueRemedy): Issue => {
    const at: IssuePlace = { kind: "step", id: step.id, ...(field !== undefined && { field }) };
    return {
      code,
      severity: isCertain && isStrict(target) ? "problem" : "warning",
      at,
      message: `*${stepTitle(step, flow.nodes)}* ${sentence}`,
      wires: [`publish:${step.id}`],
      ...(remedy !== undefined && { remedy }),
    };
  };
  return [
    ...missing(sent, target, here.fields, make, rows !== undefined),
    ...unknown(sent, target, make, rows !== undefined),
    ...wrong(sent, target, sourceOf, make),
    ...uncertain(sent, target, mayLack, make),
  ];
}

/** What a step above makes of a field is only guessed: of that nothing is said to be of the wrong type. */
function withSureType(field: FieldInfo, payload: Payload): FieldInfo {
  const path = parsePath(field.path);
  return path !== undefined && payload.isUntouched(path) ? field : { ...field, type: "unknown" };
}

type Make = (code: string, isCertain: boolean, sentence: string, remedy?: IssueRemedy) => Issue;

/** Required fields that nothing sets, in all objects that are made. */
function missingPaths(sent: Sent, shape: Shape, before: readonly string[] = []): (readonly string[])[] {
  return shape.fields.flatMap(({ name, isRequired, shape: inner }) => {
    const path = [...before, name];
    const setHere = sent.fields.some((one) => startsWith(path, one.path));
    if (setHere) return [];
    const setInside = sent.fields.some((one) => startsWith(one.path, path));
    if (setInside) return missingPaths(sent, inner, path);
    return isRequired ? [path] : [];
  });
}

function startsWith(path: readonly PathSegment[], start: readonly PathSegment[]): boolean {
  return start.every((segment, index) => path[index] === segment);
}

function missing(
  sent: Sent,
  target: TopicSchema & { topic: string },
  here: readonly FieldInfo[],
  make: Make,
  isMapped: boolean,
): Issue[] {
  const paths = sent.isAll ? missingPaths(sent, target.shape) : [];
  if (paths.length === 0) return [];
  const known = new Set(here.map(({ path }) => path));
  const rows = paths.flatMap((path) => {
    const from = `data.${path.join(".")}`;
    return known.has(from) ? [{ field: path.join("."), path: from }] : [];
  });
  const remedy = isMapped && rows.length > 0 ? { kind: "match-by-name" as const, rows } : undefined;
  const sentence = `sends no ${named(paths)}, which \`${target.topic}\` requires.`;
  return [make("sends-too-little", true, sentence, remedy)];
}

function unknown(
  sent: Sent,
  target: TopicSchema & { topic: string },
  make: Make,
  isMapped: boolean,
): Issue[] {
  const paths = sent.fields
    .map(({ path }) => path)
    .filter((path) => mayHave(target.shape, path) === "no")
    // The outermost says it for all inside.
    .filter((path, _, all) => !all.some((other) => other.length < path.length && startsWith(path, other)));
  const [first] = paths;
  if (first === undefined) return [];
  const near = didYouMean(String(first.at(-1)), namesAt(target.shape, first.slice(0, -1)));
  const instead = near === undefined ? undefined : [...first.slice(0, -1), near];
  const question = instead === undefined ? "" : ` Did you mean \`${instead.join(".")}\`?`;
  const remedy =
    isMapped && instead !== undefined
      ? { kind: "rename-row" as const, from: first.join("."), to: instead.join(".") }
      : undefined;
  const sentence = `sends ${named(paths)}, which \`${target.topic}\` does not take.${question}`;
  return [make("sends-unknown", true, sentence, remedy)];
}

function namesAt(shape: Shape, path: readonly PathSegment[]): readonly string[] {
  return shapeAt(shape, path)?.fields.map(({ name }) => name) ?? [];
}

function wrong(
  sent: Sent,
  target: TopicSchema & { topic: string },
  sourceOf: (from: readonly PathSegment[]) => Shape | undefined,
  make: Make,
): Issue[] {
  for (const field of sent.fields) {
    const wanted = shapeAt(target.shape, field.path);
    if (wanted === undefined) continue;
    const why = unfitValue(field, wanted, field.from && sourceOf(field.from));
    if (why === undefined) continue;
    const name = `\`${shownPath(["data", ...field.path])}\``;
    const sentence = `sends ${why} as ${name}, where \`${target.topic}\` wants ${typeWords(wanted)}.`;
    return [make("sends-wrong-type", true, sentence)];
  }
  return [];
}

/** What is there only in some events, and required in all. */
function uncertain(
  sent: Sent,
  target: TopicSchema & { topic: string },
  mayLack: (path: readonly PathSegment[]) => boolean,
  make: Make,
): Issue[] {
  const paths = sent.fields.filter(({ path, from }) => {
    if (from === undefined || !isAlwaysThere(target.shape, path)) return false;
    return mayLack(from.slice(1));
  });
  if (paths.length === 0) return [];
  const sentence = `sends ${named(paths.map(({ path }) => path))} only when the event has it, and \`${target.topic}\` requires it.`;
  return [make("may-send-too-little", false, sentence)];
}

function named(paths: readonly (readonly PathSegment[])[]): string {
  const words = paths.slice(0, maxNamed).map((path) => `\`${path.join(".")}\``);
  return list(paths.length > maxNamed ? [...words, `${paths.length - maxNamed} more`] : words);
}

/** The form field that the sentence belongs to: the mapping of what is sent. */
function mappingOf({ nodes }: TypedFlow, step: Step): string | undefined {
  const definition = nodes.step(step.type);
  const fields = definition === undefined ? [] : configFields(definition.config);
  return fields.find(({ hints }) => hints.control === "mapping" && hints.namesFields === true)?.name;
}
