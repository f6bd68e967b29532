import { levelWords } from "@/app/_schemas/schema-words";
import { TopicGates } from "@/app/_schemas/topics/topic-gates";
import type { Column } from "@/app/_ui/data-table";
import { Pill } from "@/app/_ui/pill";
import { Ago } from "@/app/_ui/time";
import type { SchemaSummary } from "@/server/schemas/list-schemas";

/** What the list says of each schema. */
export const schemaColumns: readonly Column<SchemaSummary>[] = [
  {
    id: "subject",
    head: "Schema",
    width: "minmax(200px,2fr)",
    phoneWidth: "minmax(0,1fr)",
    cell: ({ subject, format }) => (
      <span className="flex min-w-0 items-center gap-2">
        <span className="min-w-0 truncate font-mono text-mono" title={subject}>
          {subject}
        </span>
        {format === "JSON" ? null : <Pill>{format === "AVRO" ? "Avro" : "Protobuf"}</Pill>}
      </span>
    ),
  },
  {
    id: "version",
    head: "Version",
    width: "88px",
    phoneWidth: "72px",
    number: true,
    cell: ({ latestVersion }) => latestVersion,
  },
  {
    id: "level",
    head: "A new version must",
    width: "minmax(160px,1fr)",
    phoneWidth: false,
    cell: ({ rules }) => <span title={levelWords[rules.level].help}>{levelWords[rules.level].name}</span>,
  },
  {
    id: "topics",
    head: "Topics",
    width: "minmax(220px,2fr)",
    phoneWidth: false,
    cell: ({ topics }) => <TopicGates topics={topics} />,
  },
  {
    id: "changed",
    head: "Last version",
    width: "120px",
    phoneWidth: "92px",
    cell: ({ updatedAt }) => <Ago at={updatedAt} />,
  },
];
