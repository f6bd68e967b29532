import { useMutation, useQueryClient } from "@tanstack/react-query";
import { errorSentence } from "@/app/_entry/error-sentence";
import { workspacePath } from "@/app/_flows/flow-paths";
import { useRefusal } from "@/app/_flows/use-refusal";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { formatPlural } from "@/app/_ui/format";
import { Segmented } from "@/app/_ui/segmented";
import { showToast } from "@/app/_ui/show-toast";
import { TextLink } from "@/app/_ui/text-link";
import { type Gate, gates } from "@/flow/schema/failure";
import { gateWords } from "../schema-words";

interface GateChoiceProps {
  readonly workspace: string;
  readonly topic: string;
  readonly gate: Gate;
  /** Events in quarantine. */
  readonly waiting: number;
}

/** What a topic does with events that do not fit; acts at once. */
export function GateChoice({ workspace, topic, gate, waiting }: GateChoiceProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const mayNot = useRefusal(workspace, "schema.edit");
  const save = useMutation(
    trpc.schemas.setGate.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.schemas.pathFilter()),
      onError: (error) => showToast(errorSentence(error), { tone: "bad" }),
    }),
  );
  const isOff = mayNot !== false;
  // What was chosen shows at once; a refusal brings the old choice back.
  const shown = save.isPending ? save.variables.gate : gate;
  return (
    <div className="flex flex-col gap-2 rounded-card border bg-surface p-3 text-dense shadow-1">
      <p>
        <span className="text-muted">Events of </span>
        <span className="font-mono text-mono">{topic}</span>
        <span className="text-muted"> that do not fit</span>
      </p>
      <Segmented
        label={`Events of ${topic} that do not fit`}
        size="dense"
        value={shown}
        onValueChange={(next) => save.mutate({ workspace, topic, gate: next })}
        segments={gates.map((value) => ({ value, label: gateWords[value].name, disabled: isOff }))}
      />
      <p className="text-label font-normal text-muted">{isOff ? mayNot : gateWords[shown].help}</p>
      {waiting === 0 ? null : (
        <p>
          <TextLink href={workspacePath(workspace, `quarantine?${new URLSearchParams({ topic })}`)}>
            {formatPlural(waiting, "event")} in quarantine
          </TextLink>
        </p>
      )}
    </div>
  );
}
