import { Hand } from "lucide-react";
import { formatCount } from "@/app/_ui/format";
import { Pill } from "@/app/_ui/pill";
import type { GatedTopic } from "@/server/schemas/list-schemas";
import { gateWords } from "../schema-words";

/** The topics of a schema on one line, with what each does and what waits. */
export function TopicGates({ topics }: { readonly topics: readonly GatedTopic[] }) {
  const [first, ...more] = topics;
  if (first === undefined) return <span className="text-muted">no topic</span>;
  const waiting = topics.reduce((sum, topic) => sum + topic.waiting, 0);
  return (
    <span className="flex min-w-0 items-center gap-2">
      <span className="truncate font-mono text-mono" title={topics.map(({ name }) => name).join(", ")}>
        {first.name}
      </span>
      <Pill title={gateWords[first.gate].help}>{gateWords[first.gate].name}</Pill>
      {more.length === 0 ? null : <span className="shrink-0 text-muted">+{more.length}</span>}
      {waiting === 0 ? null : (
        <Pill tone="held" icon={Hand}>
          {formatCount(waiting)} in quarantine
        </Pill>
      )}
    </span>
  );
}
