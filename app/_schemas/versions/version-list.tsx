import { useQuery } from "@tanstack/react-query";
import { useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { useRefusal } from "@/app/_flows/use-refusal";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { CodeBlock } from "@/app/_ui/code-block";
import { Pill } from "@/app/_ui/pill";
import { SkeletonRows } from "@/app/_ui/skeleton";
import { Time } from "@/app/_ui/time";
import { parseSchemaText } from "@/flow/schema-design/write-design";
import type { SchemaSubject, VersionSummary } from "@/server/schemas/list-schemas";
import { schemaPath } from "../schema-path";
import { DeleteSchemaDialog } from "./delete-schema-dialog";
import { DeprecateDialog } from "./deprecate-dialog";
import { DesignDiff } from "./design-diff";
import { VersionUse } from "./version-use";

interface VersionListProps {
  readonly workspace: string;
  readonly schema: SchemaSubject;
}

/** All versions, newest first; the chosen one with what it changed. */
export function VersionList({ workspace, schema }: VersionListProps) {
  const router = useRouter();
  const [deprecating, setDeprecating] = useState<VersionSummary>();
  const [deleting, setDeleting] = useState<{ readonly version: number | undefined }>();
  const mayNot = useRefusal(workspace, "schema.edit");
  const mayNotDelete = useRefusal(workspace, "schema.delete");
  const asked = Number(useSearchParams().get("version"));
  const index = Math.max(
    0,
    schema.versions.findIndex(({ version }) => version === asked),
  );
  const shown = schema.versions[index];
  const before = schema.versions[index + 1];
  if (shown === undefined) return null;
  return (
    <div className="grid gap-4 lg:grid-cols-[20rem_minmax(0,1fr)]">
      <div className="flex flex-col items-start gap-3 self-start">
        <ul
          aria-label="Versions"
          className="flex w-full flex-col overflow-hidden rounded-card border bg-surface shadow-1"
        >
          {schema.versions.map(({ version, createdAt, createdBy, deprecatedFrom }) => (
            <li key={version} className="border-b last:border-b-0">
              <button
                type="button"
                aria-current={version === shown.version || undefined}
                onClick={() =>
                  router.replace(
                    schemaPath(workspace, schema.subject, { tab: "versions", version: String(version) }),
                    { scroll: false },
                  )
                }
                className="flex w-full flex-wrap items-center gap-x-2 px-3 py-2 text-left text-dense hover:bg-hover aria-[current=true]:bg-accent-soft"
              >
                <span className="font-strong">Version {version}</span>
                {deprecatedFrom === null ? null : <Pill tone="wait">not from {deprecatedFrom}</Pill>}
                <span className="w-full text-label font-normal text-muted">
                  <Time at={createdAt} /> · {createdBy}
                </span>
              </button>
            </li>
          ))}
        </ul>
        <Button
          size="dense"
          variant="ghost"
          disabled={mayNotDelete}
          onClick={() => setDeleting({ version: undefined })}
        >
          Delete the schema…
        </Button>
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <div className="flex flex-wrap items-center gap-2">
          <h2 className="min-w-0 flex-1 text-heading">
            Version {shown.version}
            <span className="text-label font-normal text-muted"> · id {shown.id}</span>
          </h2>
          <Button size="dense" disabled={mayNot} onClick={() => setDeprecating(shown)}>
            {shown.deprecatedFrom === null ? "Deprecate…" : "Change the date…"}
          </Button>
          <Button
            size="dense"
            disabled={mayNotDelete}
            onClick={() => setDeleting({ version: shown.version })}
          >
            Delete version {shown.version}…
          </Button>
        </div>
        {shown.deprecatedFrom === null ? null : (
          <Banner tone="wait">
            Nobody should send this version from {shown.deprecatedFrom} on.
            {shown.deprecationNote === null ? "" : ` ${shown.deprecationNote}`}
          </Banner>
        )}
        <VersionUse workspace={workspace} subject={schema.subject} version={shown.version} />
        <VersionBody
          workspace={workspace}
          subject={schema.subject}
          version={shown.version}
          before={before?.version}
          isJson={schema.format === "JSON"}
        />
      </div>
      {deleting === undefined ? null : (
        <DeleteSchemaDialog
          workspace={workspace}
          schema={schema}
          version={deleting.version}
          onClose={() => setDeleting(undefined)}
        />
      )}
      {deprecating === undefined ? null : (
        <DeprecateDialog
          workspace={workspace}
          subject={schema.subject}
          version={deprecating}
          onClose={() => setDeprecating(undefined)}
        />
      )}
    </div>
  );
}

interface VersionBodyProps {
  readonly workspace: string;
  readonly subject: string;
  readonly version: number;
  readonly before: number | undefined;
  readonly isJson: boolean;
}

function VersionBody({ workspace, subject, version, before, isJson }: VersionBodyProps) {
  const trpc = useTRPC();
  const text = useQuery(trpc.schemas.text.queryOptions({ workspace, subject, version }));
  const earlier = useQuery({
    ...trpc.schemas.text.queryOptions({ workspace, subject, version: before ?? 1 }),
    enabled: before !== undefined && isJson,
  });
  if (text.error !== null) return <Banner tone="bad">{errorSentence(text.error)}</Banner>;
  if (text.data === undefined) return <SkeletonRows />;
  const is = parseSchemaText(text.data.text);
  // The first version has nothing before it, whatever was read for another.
  const was =
    before === undefined || earlier.data === undefined ? undefined : parseSchemaText(earlier.data.text);
  return (
    <>
      {before === undefined ? <p className="text-dense text-muted">The first version.</p> : null}
      {was !== undefined && "schema" in is && "schema" in was ? (
        <section className="flex flex-col gap-2">
          <h3 className="text-dense font-strong">Changes since version {before}</h3>
          <DesignDiff before={was.schema} after={is.schema} />
        </section>
      ) : null}
      <CodeBlock code={text.data.text} label={`Version ${version}`} className="max-h-[60vh]" />
    </>
  );
}
