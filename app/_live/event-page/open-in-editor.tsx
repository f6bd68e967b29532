"use client";

import { FlaskConical } from "lucide-react";
import { ButtonLink } from "@/app/_ui/button-link";
import { Tooltip } from "@/app/_ui/tooltip";
import type { DeliveryChip } from "@/server/events/event-row";
import { flowTitle } from "../consumer-title";
import { rowAction } from "./copy-action";
import type { WholeEvent } from "./envelope";

interface OpenInEditorProps {
  readonly workspace: string;
  readonly event: WholeEvent;
  /** Of the live run. */
  readonly chips: readonly DeliveryChip[];
}

/** The editor of a flow, with this event as the sample. */
function tryHref(workspace: string, flow: string, { topic, offset }: WholeEvent): string {
  const sample = encodeURIComponent(`${topic}:${offset}`);
  return `/w/${encodeURIComponent(workspace)}/flows/${encodeURIComponent(flow)}?sample=${sample}`;
}

/** A way into the editor of every flow that reacts to the event, by the name of the flow. */
export function OpenInEditor({ workspace, event, chips }: OpenInEditorProps) {
  const flows = [...new Map(chips.map((chip) => [chip.flowSlug, chip])).values()];
  return flows.map((flow) => {
    const title = flows.length === 1 ? "Open in editor" : `Open in ${flowTitle(flow, flows)}`;
    return (
      <Tooltip key={flow.flowSlug} text={`Opens ${flow.flowName} with this event as the sample.`}>
        <ButtonLink {...rowAction} icon={FlaskConical} href={tryHref(workspace, flow.flowSlug, event)}>
          <span className="truncate">{title}</span>
        </ButtonLink>
      </Tooltip>
    );
  });
}
