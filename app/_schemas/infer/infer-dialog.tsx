import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { Checkbox } from "@/app/_ui/checkbox";
import { Dialog, DialogCancel } from "@/app/_ui/dialog";
import { formatNumber, formatPlural } from "@/app/_ui/format";
import { Segmented } from "@/app/_ui/segmented";
import { Select } from "@/app/_ui/select";
import { SkeletonRows } from "@/app/_ui/skeleton";
import { itemStep } from "@/flow/schema-design/edit-design";
import {
  designOf,
  type FieldChoice,
  type InferredNode,
  proposedChoice,
} from "@/flow/schema-design/infer-design";
import { designText } from "@/flow/schema-design/write-design";
import { kindWords } from "../schema-words";

interface InferDialogProps {
  readonly workspace: string;
  readonly topic: string;
  readonly onTake: (text: string) => void;
  readonly onClose: () => void;
}

interface Row {
  readonly path: readonly string[];
  readonly node: InferredNode;
}

function rowsOf(node: InferredNode, path: readonly string[] = []): Row[] {
  const inner = node.fields.flatMap((field) => {
    const at = [...path, field.name];
    return [{ path: at, node: field.node }, ...rowsOf(field.node, at)];
  });
  if (node.item === undefined) return inner;
  const at = [...path, itemStep];
  const isPlain = node.item.fields.length === 0;
  return [...inner, ...(isPlain ? [{ path: at, node: node.item }] : []), ...rowsOf(node.item, at)];
}

const keyOf = (path: readonly string[]) => JSON.stringify(path);
const cell = "border-b px-2 py-1 align-top";

/** What the last events of a topic have in common, to be reviewed field by field before it becomes a schema. */
export function InferDialog({ workspace, topic, onTake, onClose }: InferDialogProps) {
  const trpc = useTRPC();
  const [from, setFrom] = useState<"events" | "samples">("events");
  const [last, setLast] = useState("200");
  const [changed, setChanged] = useState<Readonly<Record<string, FieldChoice>>>({});
  const found = useQuery({
    ...trpc.schemas.inferFromEvents.queryOptions({ workspace, topic, from, last: Number(last) }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const choiceOf = (path: readonly string[], node: InferredNode) =>
    changed[keyOf(path)] ?? proposedChoice(node);
  const proposal = found.data?.proposal;
  const isObject = proposal?.kind === "object";
  return (
    <Dialog
      open
      size="wide"
      onOpenChange={(open) => !open && onClose()}
      title={`Make a schema for ${topic}`}
      description={
        found.data === undefined
          ? undefined
          : `${formatPlural(found.data.read, from === "events" ? "event" : "sample")} read${found.data.unreadable === 0 ? "" : `, ${found.data.unreadable} of them no JSON`}. Nothing is saved yet.`
      }
      footer={
        <>
          <DialogCancel />
          <Button
            variant="primary"
            disabled={!isObject && "There is nothing with fields to make it from."}
            onClick={() => {
              if (proposal !== undefined) onTake(designText(designOf(proposal, choiceOf)));
            }}
          >
            Take these fields
          </Button>
        </>
      }
    >
      <div className="flex flex-wrap items-center gap-3">
        <Segmented
          label="Made from"
          value={from}
          onValueChange={(chosen) => {
            setFrom(chosen);
            setChanged({});
          }}
          segments={[
            { value: "events", label: "The last events" },
            { value: "samples", label: "Kept samples" },
          ]}
        />
        {from === "samples" ? null : (
          <Select
            label="How many events"
            className="w-36"
            value={last}
            onValueChange={setLast}
            options={["50", "200", "1000"].map((value) => ({
              value,
              label: `At most ${formatNumber(Number(value))}`,
            }))}
          />
        )}
      </div>
      {found.error === null ? null : <Banner tone="bad">{errorSentence(found.error)}</Banner>}
      {found.isPending ? <SkeletonRows /> : null}
      {proposal !== undefined && !isObject ? (
        <Banner>
          {from === "events"
            ? "There are no events with fields yet. Send some, take the kept samples, or design the schema in the table."
            : "There are no samples with fields. Keep one with a flow of this topic, or design the schema in the table."}
        </Banner>
      ) : null}
      {proposal === undefined || !isObject ? null : (
        <div
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          className="max-h-[55vh] overflow-auto rounded-control border"
        >
          <table className="w-full border-separate border-spacing-0 text-dense" aria-label="Proposed fields">
            <thead>
              <tr>
                {["Field", "Type", "In how many", "Must be there", "Proposed, take it?"].map((title) => (
                  <th
                    key={title}
                    scope="col"
                    className="sticky top-0 h-8 border-b bg-sunken px-2 text-left text-label text-muted"
                  >
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rowsOf(proposal).map(({ path, node }) => (
                <FieldRow
                  key={keyOf(path)}
                  path={path}
                  node={node}
                  choice={choiceOf(path, node)}
                  onChange={(choice) => setChanged({ ...changed, [keyOf(path)]: choice })}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Dialog>
  );
}

interface FieldRowProps extends Row {
  readonly choice: FieldChoice;
  readonly onChange: (choice: FieldChoice) => void;
}

function FieldRow({ path, node, choice, onChange }: FieldRowProps) {
  const name = path.join(".").replaceAll(`.${itemStep}`, itemStep);
  const isItem = path.at(-1) === itemStep;
  const share = node.of === 0 ? 0 : Math.floor((node.seen / node.of) * 100);
  return (
    <tr>
      <td className={cell}>
        {isItem ? (
          <span className="font-mono text-mono">{name}</span>
        ) : (
          <Checkbox checked={choice.isTaken} onCheckedChange={(isTaken) => onChange({ ...choice, isTaken })}>
            <span className="font-mono text-mono wrap-anywhere">{name}</span>
          </Checkbox>
        )}
      </td>
      <td className={cell}>
        {kindWords[node.kind]}
        {node.isNullable ? ", or empty" : ""}
        {node.mixed.length > 1 ? (
          <span className="block text-label font-normal text-wait">
            was {node.mixed.map((kind) => kindWords[kind].toLowerCase()).join(" and ")}
          </span>
        ) : null}
      </td>
      <td className={`${cell} tabular-nums`}>
        {share} % ({node.seen} of {node.of})
      </td>
      <td className={cell}>
        {isItem ? null : (
          <Checkbox
            label={`${name} must be there`}
            checked={choice.isRequired}
            onCheckedChange={(isRequired) => onChange({ ...choice, isRequired })}
          />
        )}
      </td>
      <td className={cell}>
        {node.format === undefined ? null : (
          <Checkbox
            checked={choice.takesFormat}
            onCheckedChange={(takesFormat) => onChange({ ...choice, takesFormat })}
          >
            Format {node.format}
          </Checkbox>
        )}
        {node.allowed === undefined ? null : (
          <Checkbox
            checked={choice.takesAllowed}
            onCheckedChange={(takesAllowed) => onChange({ ...choice, takesAllowed })}
          >
            Only {node.allowed.join(", ")}
          </Checkbox>
        )}
      </td>
    </tr>
  );
}
