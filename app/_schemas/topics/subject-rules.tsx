import { useMutation, useQueryClient } from "@tanstack/react-query";
import { errorSentence } from "@/app/_entry/error-sentence";
import { useRefusal } from "@/app/_flows/use-refusal";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Field } from "@/app/_ui/field";
import { Select } from "@/app/_ui/select";
import { showToast } from "@/app/_ui/show-toast";
import { Switch } from "@/app/_ui/switch";
import { compatibilityLevels } from "@/flow/schema/levels";
import type { SchemaSubject } from "@/server/schemas/list-schemas";
import { levelWords } from "../schema-words";
import { GateChoice } from "./gate-choice";

interface SubjectRulesProps {
  readonly workspace: string;
  readonly schema: SchemaSubject;
}

/** What a new version must keep to, and what the topics do with events that do not fit. Each choice acts at once. */
export function SubjectRules({ workspace, schema }: SubjectRulesProps) {
  return (
    <div className="grid gap-6 lg:grid-cols-2">
      <section className="flex flex-col gap-3" aria-label="Topics">
        <h2 className="text-heading">Topics</h2>
        {schema.topics.length === 0 ? (
          <p className="text-dense text-muted">
            No topic has this schema. A topic named {schema.subject} would take it by itself; others choose it
            on the Topics page.
          </p>
        ) : (
          schema.topics.map((topic) => (
            <GateChoice
              key={topic.name}
              workspace={workspace}
              topic={topic.name}
              gate={topic.gate}
              waiting={topic.waiting}
            />
          ))
        )}
      </section>
      <VersionRules workspace={workspace} schema={schema} />
    </div>
  );
}

const asWorkspace = "as-workspace";

function VersionRules({ workspace, schema }: SubjectRulesProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { subject, rules, ownRules, workspaceRules } = schema;
  const mayNot = useRefusal(workspace, "schema.configure");
  const save = useMutation(
    trpc.schemas.setRules.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.schemas.pathFilter()),
      onError: (error) => showToast(errorSentence(error), { tone: "bad" }),
    }),
  );
  const isOff = mayNot !== false;
  return (
    <section className="flex flex-col gap-3" aria-label="New versions">
      <h2 className="text-heading">New versions</h2>
      {isOff ? <p className="text-dense text-muted">{mayNot}</p> : null}
      <Field label="A new version must" help={levelWords[rules.level].help} disabled={isOff}>
        <Select
          value={ownRules.level ?? asWorkspace}
          disabled={isOff}
          onValueChange={(level) =>
            save.mutate({ workspace, subject, level: level === asWorkspace ? null : level })
          }
          options={[
            { value: asWorkspace, label: `As the workspace: ${levelWords[workspaceRules.level].name}` },
            ...compatibilityLevels.map((value) => ({ value, label: levelWords[value].name })),
          ]}
        />
      </Field>
      <Switch
        checked={rules.policy === "LENIENT"}
        disabled={isOff}
        onCheckedChange={(isLenient) =>
          save.mutate({ workspace, subject, policy: isLenient ? "LENIENT" : "STRICT" })
        }
        help="Trusts that nobody sent fields that no version named."
      >
        Lenient about other fields
      </Switch>
      <Switch
        checked={rules.blocksOnWarnings}
        disabled={isOff}
        onCheckedChange={(blocksOnWarnings) => save.mutate({ workspace, subject, blocksOnWarnings })}
        help="A warning is something that the rules let pass although old events may not fit."
      >
        Warnings block a new version
      </Switch>
    </section>
  );
}
