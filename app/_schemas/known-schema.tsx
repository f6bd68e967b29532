import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { errorSentence } from "@/app/_entry/error-sentence";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Page } from "@/app/_ui/page";
import { PageHeader } from "@/app/_ui/page-header";
import { Pill } from "@/app/_ui/pill";
import { SkeletonRows } from "@/app/_ui/skeleton";
import { TabLinks } from "@/app/_ui/tabs";
import { CodeBlock } from "../_ui/code-block";
import { SchemaDraft } from "./schema-draft";
import { schemaPath } from "./schema-path";
import { SubjectRules } from "./topics/subject-rules";
import { VersionList } from "./versions/version-list";

interface KnownSchemaProps {
  readonly workspace: string;
  readonly subject: string;
}

/** A schema that has versions: its design, its versions, and the topics that are held to it. */
export function KnownSchema({ workspace, subject }: KnownSchemaProps) {
  const trpc = useTRPC();
  const tab = useSearchParams().get("tab") ?? "design";
  const schema = useQuery(trpc.schemas.get.queryOptions({ workspace, subject }));
  const text = useQuery(trpc.schemas.text.queryOptions({ workspace, subject }));
  const error = schema.error ?? text.error;
  const href = (name: string) => schemaPath(workspace, subject, name === "design" ? {} : { tab: name });
  const tabs = (
    <TabLinks
      label="Schema"
      current={href(tab)}
      tabs={[
        { href: href("design"), label: "Design" },
        { href: href("versions"), label: "Versions", count: schema.data?.versions.length },
        { href: href("topics"), label: "Topics and rules", count: schema.data?.topics.length },
      ]}
    />
  );
  if (schema.data === undefined || text.data === undefined)
    return (
      <Page width="full">
        <PageHeader title={<span className="font-mono">{subject}</span>} />
        {tabs}
        {error === null ? <SkeletonRows /> : <Banner tone="bad">{errorSentence(error)}</Banner>}
      </Page>
    );
  const isJson = text.data.format === "JSON";
  if (tab === "design" && isJson)
    return (
      <Page width="full">
        <SchemaDraft
          workspace={workspace}
          subject={subject}
          latest={text.data}
          initial={text.data.text}
          tabs={tabs}
        />
      </Page>
    );
  return (
    <Page width="full">
      <PageHeader
        title={<span className="font-mono">{subject}</span>}
        mark={<Pill>version {text.data.version}</Pill>}
      />
      {tabs}
      <div className="pt-4">
        {tab === "versions" ? (
          <VersionList workspace={workspace} schema={schema.data} />
        ) : tab === "topics" ? (
          <SubjectRules workspace={workspace} schema={schema.data} />
        ) : (
          <div className="flex flex-col gap-3">
            <Banner>
              {text.data.format === "AVRO" ? "Avro" : "Protobuf"} schemas are shown here and saved through the
              registry’s API. The table is for JSON Schema.
            </Banner>
            <CodeBlock code={text.data.text} label={`Version ${text.data.version}`} />
          </div>
        )}
      </div>
    </Page>
  );
}
