"use client";

import { ChevronsUpDown, PencilLine, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { cn } from "@/app/_ui/cn";
import { Icon } from "@/app/_ui/icon";
import { LogoMark } from "@/app/_ui/logo";
import { Menu } from "@/app/_ui/menu";
import { MenuChoices, MenuGroup, MenuItem, MenuLine, MenuLink } from "@/app/_ui/menu-items";

const NewWorkspaceDialog = dynamic(() =>
  import("./new-workspace-dialog").then((module) => module.NewWorkspaceDialog),
);

export interface WorkspaceEntry {
  readonly slug: string;
  readonly name: string;
}

interface WorkspaceSwitcherProps {
  readonly current: WorkspaceEntry;
  readonly workspaces: readonly WorkspaceEntry[];
  /** Who owns a workspace may make another one. */
  readonly mayCreate: boolean;
  readonly folded?: boolean;
}

/** The name of the workspace; behind it the others, its settings and, for owners, a new one. */
export function WorkspaceSwitcher(props: WorkspaceSwitcherProps) {
  const { current, workspaces, mayCreate, folded = false } = props;
  const router = useRouter();
  const [isCreating, setIsCreating] = useState(false);
  return (
    <>
      <Menu
        className="w-56"
        trigger={
          <button
            type="button"
            aria-label={`Workspace ${current.name}`}
            className={cn(
              "flex h-9 min-w-0 items-center gap-2 rounded-control px-2 text-dense font-strong text-text transition-colors hover:bg-hover data-popup-open:bg-hover",
              folded ? "w-10 justify-center" : "w-full",
            )}
          >
            <LogoMark />
            {folded ? null : (
              <>
                <span className="min-w-0 flex-1 truncate text-left">{current.name}</span>
                <Icon of={ChevronsUpDown} size={14} className="text-muted" />
              </>
            )}
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
        <MenuLine />
        <MenuLink icon={PencilLine} href={`/w/${current.slug}/settings/workspace`}>
          Rename this workspace
        </MenuLink>
        {mayCreate ? (
          <MenuItem icon={Plus} onSelect={() => setIsCreating(true)}>
            New workspace
          </MenuItem>
        ) : null}
      </Menu>
      {isCreating ? <NewWorkspaceDialog onClose={() => setIsCreating(false)} /> : null}
    </>
  );
}
