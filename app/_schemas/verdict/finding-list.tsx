import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleCheck, OctagonX, TriangleAlert } from "lucide-react";
import { useRouter } from "next/navigation";
import { errorSentence } from "@/app/_entry/error-sentence";
import { useRefusal } from "@/app/_flows/use-refusal";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Button } from "@/app/_ui/button";
import { Icon } from "@/app/_ui/icon";
import { Sentence } from "@/app/_ui/sentence";
import { showToast } from "@/app/_ui/show-toast";
import type { Finding, Verdict } from "@/flow/schema/verdict";
import { type DraftRemedy, draftRemedies, withRemedy } from "@/flow/schema-design/remedies";
import type { SchemaText } from "@/server/schemas/list-schemas";
import { keepDraft } from "../draft-hand-over";
import { schemaPath } from "../schema-path";

const remedyWords: Readonly<Record<DraftRemedy, string>> = {
  "make-optional": "Make it optional",
  "add-default": "Give it a default",
  "open-schema": "Let other fields through",
  "close-schema": "Refuse other fields",
  "keep-values": "Keep the old values too",
  "take-back": "Take this change back",
};

interface FindingListProps {
  readonly workspace: string;
  readonly subject: string;
  readonly verdict: Verdict;
  readonly original: unknown;
  readonly update: unknown;
  readonly references: SchemaText["references"];
  readonly onChange: (text: string) => void;
}

/** The changes that break somebody, each with its rule and what helps in one click; then warnings. */
export function FindingList(props: FindingListProps) {
  const { verdict, original, update, onChange } = props;
  const broken = verdict.level === "NONE" ? [] : verdict.findings.filter(({ isCompatible }) => !isCompatible);
  const fine = verdict.findings.filter(({ isCompatible }) => isCompatible);
  return (
    <div className="flex flex-col gap-3">
      {broken.length === 0 ? null : (
        <ul aria-label="What breaks" className="flex flex-col gap-2">
          {broken.map((finding) => (
            <li
              key={keyOf(finding)}
              className="flex flex-col gap-1 rounded-control border px-3 py-2 text-dense"
            >
              <FindingText finding={finding} />
              <div className="flex flex-wrap gap-2 pt-1">
                {draftRemedies(finding, original, update).map((remedy) => (
                  <Button
                    key={remedy}
                    size="dense"
                    onClick={() =>
                      onChange(`${JSON.stringify(withRemedy(remedy, finding, original, update), null, 2)}\n`)
                    }
                  >
                    {remedyWords[remedy]}
                  </Button>
                ))}
              </div>
            </li>
          ))}
        </ul>
      )}
      {broken.length === 0 ? null : <OtherWays {...props} broken={broken} />}
      {verdict.warnings.length === 0 ? null : (
        <ul aria-label="Warnings" className="flex flex-col gap-1 text-dense">
          {verdict.warnings.map(({ version, direction, pointer, keyword, message }) => (
            <li key={`${version} ${direction} ${pointer} ${keyword}`} className="flex gap-2">
              <Icon of={TriangleAlert} className="mt-0.5 text-wait" />
              <span>
                <Sentence>{message}</Sentence>
              </span>
            </li>
          ))}
        </ul>
      )}
      {fine.length === 0 ? null : (
        <details className="text-dense">
          <summary className="cursor-pointer text-label text-muted">
            Changes that break nobody: {fine.length}
          </summary>
          <ul className="flex flex-col gap-2 pt-2">
            {fine.map((finding) => (
              <li key={keyOf(finding)}>
                <FindingText finding={finding} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function keyOf({ version, direction, type, pointer }: Finding): string {
  return `${version} ${direction} ${type} ${pointer}`;
}

function FindingText({ finding }: { readonly finding: Finding }) {
  const { isCompatible, what, why, type, pointer, version } = finding;
  return (
    <div className="flex items-start gap-2">
      <Icon
        of={isCompatible ? CircleCheck : OctagonX}
        className={isCompatible ? "mt-0.5 text-ok" : "mt-0.5 text-bad"}
      />
      <span className="min-w-0 wrap-anywhere">
        <Sentence>{what}</Sentence>{" "}
        <span className="text-text-2">
          <Sentence>{why}</Sentence>
        </span>
        <span className="block text-label font-normal text-muted">
          Rule <span className="font-mono">{type}</span> at <span className="font-mono">{pointer}</span>,
          against version {version}
        </span>
      </span>
    </div>
  );
}

/** What helps beside changing the draft: the lenient rules, or a schema of its own. */
function OtherWays({
  workspace,
  subject,
  verdict,
  update,
  references,
  broken,
}: FindingListProps & { readonly broken: readonly Finding[] }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const mayNot = useRefusal(workspace, "schema.configure");
  const lenient = useMutation(
    trpc.schemas.setRules.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.schemas.pathFilter()),
      onError: (error) => showToast(errorSentence(error), { tone: "bad" }),
    }),
  );
  const couldBeLenient =
    verdict.policy === "STRICT" && broken.every(({ remedies }) => remedies.includes("be-lenient"));
  return (
    <div className="flex flex-wrap items-center gap-2 text-dense">
      <span className="text-muted">Or</span>
      {couldBeLenient ? (
        <Button
          size="dense"
          disabled={mayNot}
          busy={lenient.isPending}
          onClick={() => lenient.mutate({ workspace, subject, policy: "LENIENT" })}
        >
          Use the lenient rules
        </Button>
      ) : null}
      <Button
        size="dense"
        onClick={() => {
          const name = `${subject}.v2`;
          keepDraft(workspace, name, { text: `${JSON.stringify(update, null, 2)}\n`, base: 0, references });
          router.push(schemaPath(workspace, name, { new: "yes" }));
        }}
      >
        Make it a new schema
      </Button>
    </div>
  );
}
