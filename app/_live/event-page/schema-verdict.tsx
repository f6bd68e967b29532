"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck, TriangleAlert } from "lucide-react";
import { useTRPC, useTRPCClient } from "@/app/_trpc/trpc-context";
import { Card } from "@/app/_ui/card";
import { Icon } from "@/app/_ui/icon";
import { Sentence } from "@/app/_ui/sentence";
import { TextLink } from "@/app/_ui/text-link";
import type { WholeEvent } from "./envelope";

interface SchemaVerdictProps {
  readonly workspace: string;
  readonly event: WholeEvent;
}

/** Whether the payload fits what the schema of its topic says now, and where it does not. Nothing where there is no schema. */
export function SchemaVerdict({ workspace, event }: SchemaVerdictProps) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const gate = useQuery(trpc.schemas.gate.queryOptions({ workspace, topic: event.topic }));
  const subject = gate.data?.subject ?? event.topic;
  // A payload is too long for an address, so it is asked as a mutation; it changes nothing.
  const verdict = useQuery({
    queryKey: ["schema verdict", workspace, subject, event.topic, event.offset],
    queryFn: () => client.schemas.validate.mutate({ workspace, subject, data: event.text ?? "" }),
    enabled: typeof gate.data?.latestVersion === "number" && event.text !== null,
    retry: false,
  });
  if (verdict.data === undefined) return null;
  const fits = verdict.data.length === 0;
  const link = (
    <TextLink href={`/w/${encodeURIComponent(workspace)}/schemas/${encodeURIComponent(subject)}`}>
      {subject}
    </TextLink>
  );
  return (
    <Card title="Schema">
      <p className="flex items-start gap-2 text-dense">
        <Icon
          of={fits ? CircleCheck : TriangleAlert}
          className={fits ? "mt-0.5 text-ok-mark" : "mt-0.5 text-wait-mark"}
        />
        <span className="min-w-0 wrap-anywhere">
          {fits ? (
            <>It fits the newest version of {link}.</>
          ) : (
            <>It does not fit the newest version of {link}:</>
          )}
        </span>
      </p>
      {fits ? null : (
        <ul aria-label="What does not fit" className="flex flex-col gap-1 pt-2 text-dense">
          {verdict.data.map(({ pointer, keyword, message }) => (
            <li key={`${keyword} ${pointer}`} className="wrap-anywhere">
              <Sentence>{message}</Sentence>{" "}
              <span className="font-mono text-mono text-muted">{pointer || "/"}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
