"use client";

import { Copy, Ellipsis, Hourglass, Rows3, Trash2 } from "lucide-react";
import { workspacePath } from "@/app/_flows/flow-paths";
import { useRefusal } from "@/app/_flows/use-refusal";
import { IconButton } from "@/app/_ui/icon-button";
import { Menu } from "@/app/_ui/menu";
import { MenuItem, MenuLine, MenuLink } from "@/app/_ui/menu-items";
import { useCopy } from "@/app/_ui/use-copy";
import type { TopicSummary } from "@/server/topics/list-topics";

interface TopicMenuProps {
  readonly workspace: string;
  readonly topic: TopicSummary;
  readonly onRetain: () => void;
  readonly onDelete: () => void;
}

export function TopicMenu({ workspace, topic, onRetain, onDelete }: TopicMenuProps) {
  const { copy } = useCopy();
  const mayNot = useRefusal(workspace, "topic.delete");
  const mayNotRetain = useRefusal(workspace, "topic.retain");
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
      <MenuItem icon={Hourglass} disabled={mayNotRetain} onSelect={onRetain}>
        How long events stay…
      </MenuItem>
      <MenuLine />
      <MenuItem icon={Trash2} destructive disabled={mayNot || inUse} onSelect={onDelete}>
        Delete topic…
      </MenuItem>
    </Menu>
  );
}
