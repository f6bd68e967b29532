"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CirclePause, Copy, Ellipsis, FileCheck2, Hourglass, Pause, Play, Rows3, Trash2 } from "lucide-react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { workspacePath } from "@/app/_flows/flow-paths";
import { useRefusal } from "@/app/_flows/use-refusal";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { IconButton } from "@/app/_ui/icon-button";
import { Menu } from "@/app/_ui/menu";
import { MenuItem, MenuLine, MenuLink } from "@/app/_ui/menu-items";
import { showToast } from "@/app/_ui/show-toast";
import { useCopy } from "@/app/_ui/use-copy";
import type { TopicSummary } from "@/server/topics/list-topics";

interface TopicMenuProps {
  readonly workspace: string;
  readonly topic: TopicSummary;
  readonly onSchema: () => void;
  readonly onRetain: () => void;
  readonly onDelete: () => void;
}

export function TopicMenu({ workspace, topic, onSchema, onRetain, onDelete }: TopicMenuProps) {
  const { copy } = useCopy();
  const mayNot = useRefusal(workspace, "topic.delete");
  const mayNotRetain = useRefusal(workspace, "topic.retain");
  const mayNotPause = useRefusal(workspace, "topic.pause");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const byTopic = { workspace, topic: topic.name };
  const options = {
    onSuccess: () => queries.invalidateQueries(trpc.topics.list.queryFilter({ workspace })),
    onError: (error: unknown) => showToast(errorSentence(error), { tone: "bad" }),
  } as const;
  const pause = useMutation(trpc.topics.pause.mutationOptions(options));
  const drain = useMutation(trpc.topics.drain.mutationOptions(options));
  const resume = useMutation(trpc.topics.resume.mutationOptions(options));
  const usedBy = [...topic.publishedBy, ...topic.readBy].map(({ name }) => name);
  const inUse = usedBy.length > 0 && `Used by ${[...new Set(usedBy)].join(", ")}.`;
  return (
    <Menu align="end" trigger={<IconButton icon={Ellipsis} size={24} label={`More for ${topic.name}`} />}>
      <MenuLink
        icon={Rows3}
        href={workspacePath(workspace, `events?${new URLSearchParams({ topic: topic.name })}`)}
      >
        Show events
      </MenuLink>
      <MenuItem icon={Copy} onSelect={() => copy(topic.name)}>
        Copy name
      </MenuItem>
      <MenuItem icon={FileCheck2} onSelect={onSchema}>
        Schema…
      </MenuItem>
      <MenuItem icon={Hourglass} disabled={mayNotRetain} onSelect={onRetain}>
        How long events stay…
      </MenuItem>
      {topic.pause === null ? null : (
        <MenuItem icon={Play} disabled={mayNotPause} onSelect={() => resume.mutate(byTopic)}>
          Resume
        </MenuItem>
      )}
      {topic.pause === "paused" ? null : (
        <MenuItem icon={Pause} disabled={mayNotPause} onSelect={() => pause.mutate(byTopic)}>
          {topic.pause === null ? "Pause" : "Pause now"}
        </MenuItem>
      )}
      {topic.pause === null ? (
        <MenuItem icon={CirclePause} disabled={mayNotPause} onSelect={() => drain.mutate(byTopic)}>
          Finish what is open, then pause
        </MenuItem>
      ) : null}
      <MenuLine />
      <MenuItem icon={Trash2} destructive disabled={mayNot || inUse} onSelect={onDelete}>
        Delete topic…
      </MenuItem>
    </Menu>
  );
}
