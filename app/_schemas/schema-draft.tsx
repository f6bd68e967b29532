import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearchParams } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { useRefusal } from "@/app/_flows/use-refusal";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { PageHeader } from "@/app/_ui/page-header";
import { Pill } from "@/app/_ui/pill";
import { showToast } from "@/app/_ui/show-toast";
import { parseSchemaText } from "@/flow/schema-design/write-design";
import type { SchemaText } from "@/server/schemas/list-schemas";
import { Designer } from "./designer/designer";
import { dropDraft, keepDraft, keptDraft } from "./draft-hand-over";
import { ExamplePanel } from "./example-panel";
import { InferDialog } from "./infer/infer-dialog";
import { schemaPath } from "./schema-path";
import { BlastRadiusPanel } from "./verdict/blast-radius";
import { RenamePanel } from "./verdict/rename-panel";
import { VerdictPanel } from "./verdict/verdict-panel";

interface SchemaDraftProps {
  readonly workspace: string;
  readonly subject: string;
  /** The latest version; undefined: this will be the first. */
  readonly latest: SchemaText | undefined;
  readonly initial: string;
  readonly tabs?: ReactNode;
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [parseSchemaText(one), parseSchemaText(other)];
  return "schema" in a && "schema" in b
    ? JSON.stringify(a.schema) === JSON.stringify(b.schema)
    : one === other;
}

/** Asks before a page with unsaved changes is left. */
function useLeaveGuard(isDirty: boolean): void {
  useEffect(() => {
    if (!isDirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isDirty]);
}

/** The next version of a schema while it is designed: table and code, what it would break, and the button that saves it. */
export function SchemaDraft({ workspace, subject, latest, initial, tabs }: SchemaDraftProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const [draft, setDraft] = useState(() => keptDraft(workspace, subject));
  const text = draft?.text ?? initial;
  const references = [...(draft?.references ?? latest?.references ?? [])];
  const setText = (changed: string) => {
    const kept = { text: changed, base: draft?.base ?? latest?.version ?? 0, references };
    keepDraft(workspace, subject, kept);
    setDraft(kept);
  };
  const forget = () => {
    dropDraft(workspace, subject);
    setDraft(undefined);
  };
  const asked = useSearchParams().get("from");
  // The page of a version that was just saved comes before the address loses what the draft was made from.
  const [source, setSource] = useState(latest === undefined ? asked : null);
  const mayNot = useRefusal(workspace, "schema.edit");
  const isChanged = latest === undefined || !isSame(text, latest.text);
  const parsed = parseSchemaText(text);
  const next = (latest?.version ?? 0) + 1;
  const save = useMutation(
    trpc.schemas.register.mutationOptions({
      onSuccess: async ({ version }) => {
        showToast(`Version ${version} is saved.`);
        // The page of the first version must not find it any more; here it shows until the version is read.
        dropDraft(workspace, subject);
        await queries.invalidateQueries(trpc.schemas.pathFilter());
        setDraft(undefined);
        if (latest === undefined) router.replace(schemaPath(workspace, subject));
      },
    }),
  );
  useLeaveGuard(isChanged && draft !== undefined);
  const reason =
    mayNot ||
    ("problem" in parsed && parsed.problem) ||
    (!isChanged && `This is version ${latest?.version}. Change something first.`);
  return (
    <>
      <PageHeader
        title={<span className="font-mono">{subject}</span>}
        mark={<Pill>{latest === undefined ? "new" : `version ${latest.version}`}</Pill>}
        actions={
          <>
            {latest === undefined ? (
              <Button disabled={mayNot} onClick={() => setSource(subject)}>
                From events or samples…
              </Button>
            ) : null}
            {latest !== undefined && isChanged ? <Button onClick={forget}>Discard changes</Button> : null}
            <Button
              variant="primary"
              disabled={reason}
              busy={save.isPending}
              busyLabel="Saving…"
              onClick={() => save.mutate({ workspace, subject, text, references })}
            >
              {isChanged ? `Save version ${next}` : `Version ${latest?.version} is saved`}
            </Button>
          </>
        }
      />
      {tabs}
      <div className="flex flex-col gap-4 pt-4">
        {draft !== undefined && latest !== undefined && isChanged && draft.base < latest.version ? (
          <Banner tone="wait">
            Version {latest.version} was saved meanwhile. Your changes are kept, and compared with it.
          </Banner>
        ) : null}
        {save.error === null ? null : <Banner tone="bad">{errorSentence(save.error)}</Banner>}
        <Designer text={text} onChange={setText} disabled={mayNot !== false} />
        <ExamplePanel
          workspace={workspace}
          text={text}
          references={references}
          disabled={"problem" in parsed && parsed.problem}
        />
        {source === null ? null : (
          <InferDialog
            workspace={workspace}
            topic={source}
            onTake={(next) => {
              setText(next);
              setSource(null);
            }}
            onClose={() => setSource(null)}
          />
        )}
        {latest !== undefined && "schema" in parsed ? (
          <RenamePanel workspace={workspace} subject={subject} text={text} version={latest.version} />
        ) : null}
        {latest !== undefined && isChanged && "schema" in parsed ? (
          <>
            <VerdictPanel
              workspace={workspace}
              subject={subject}
              latest={latest}
              text={text}
              references={references}
              onChange={setText}
            />
            <BlastRadiusPanel workspace={workspace} subject={subject} text={text} references={references} />
          </>
        ) : null}
      </div>
    </>
  );
}
