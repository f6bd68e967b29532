"use client";

import { ChevronsUpDown } from "lucide-react";
import { useRouter } from "next/navigation";
import { cn } from "@/app/_ui/cn";
import { Icon } from "@/app/_ui/icon";
import { LogoMark } from "@/app/_ui/logo";
import { Menu } from "@/app/_ui/menu";
import { MenuChoices, MenuGroup } from "@/app/_ui/menu-items";

export interface WorkspaceEntry {
  readonly slug: string;
  readonly name: string;
}

interface WorkspaceSwitcherProps {
  readonly current: WorkspaceEntry;
  readonly workspaces: readonly WorkspaceEntry[];
  readonly folded?: boolean;
}

/** The name of the workspace; with more than one membership a menu to change it. */
export function WorkspaceSwitcher({ current, workspaces, folded = false }: WorkspaceSwitcherProps) {
  const router = useRouter();
  const face = (
    <>
      <LogoMark />
      {folded ? null : <span className="min-w-0 flex-1 truncate text-left">{current.name}</span>}
    </>
  );
  const shape = cn(
    "flex h-9 items-center gap-2 rounded-control px-2 text-dense font-strong text-text",
    folded ? "w-10 justify-center" : "w-full",
  );
  if (workspaces.length < 2) return <div className={shape}>{face}</div>;
  return (
    <Menu
      className="w-56"
      trigger={
        <button
          type="button"
          aria-label={`Workspace ${current.name}: change`}
          className={cn(shape, "transition-colors hover:bg-hover data-popup-open:bg-hover")}
        >
          {face}
          {folded ? null : <Icon of={ChevronsUpDown} size={14} className="text-muted" />}
        </button>
      }
    >
      <MenuGroup label="Workspaces">
        <MenuChoices
          value={current.slug}
          onValueChange={(slug) => router.push(`/w/${slug}/flows`)}
          choices={workspaces.map(({ slug, name }) => ({ value: slug, label: name }))}
        />
      </MenuGroup>
    </Menu>
  );
}
