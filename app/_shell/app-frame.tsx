"use client";

import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import { useSelectedLayoutSegments } from "next/navigation";
import { type ReactNode, useState } from "react";
import { cn } from "@/app/_ui/cn";
import { IconButton } from "@/app/_ui/icon-button";
import { navFoldCookie } from "./nav-fold";
import { NavList } from "./nav-list";
import { PhoneBar } from "./phone-bar";
import { type User, UserMenu } from "./user-menu";
import { type WorkspaceEntry, WorkspaceSwitcher } from "./workspace-switcher";

export interface AppFrameProps {
  readonly workspace: WorkspaceEntry;
  readonly workspaces: readonly WorkspaceEntry[];
  readonly mayCreateWorkspaces: boolean;
  readonly user: User;
  readonly startsFolded: boolean;
  readonly children: ReactNode;
}

/** Navigation at the left (208 px, 56 folded; a bar on phones) and the page beside it. The editor has neither. */
export function AppFrame({ startsFolded, children, ...shell }: AppFrameProps) {
  const [folded, setFolded] = useState(startsFolded);
  const [section, page] = useSelectedLayoutSegments();
  if (section === "flows" && page !== undefined) return children;
  const fold = () => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox before 140
    document.cookie = `${navFoldCookie}=${folded ? "open" : "folded"}; Path=/; Max-Age=31536000; SameSite=Lax`;
    setFolded(!folded);
  };
  return (
    <div className="flex min-h-dvh flex-col md:flex-row">
      <a
        href="#content"
        className="sr-only rounded-control bg-accent px-3 py-1.5 text-dense font-strong text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-toast"
      >
        Skip to the content
      </a>
      <PhoneBar {...shell} />
      <aside
        className={cn(
          "sticky top-0 hidden h-dvh shrink-0 flex-col border-r bg-bg transition-[width] duration-200 md:flex",
          folded ? "w-14" : "w-52",
        )}
      >
        <div className="p-2">
          <WorkspaceSwitcher
            current={shell.workspace}
            workspaces={shell.workspaces}
            mayCreate={shell.mayCreateWorkspaces}
            folded={folded}
          />
        </div>
        <div className="min-h-0 flex-1 overflow-x-hidden overflow-y-auto py-1">
          <NavList workspace={shell.workspace.slug} folded={folded} />
        </div>
        <div className={cn("flex items-center gap-1 p-2", folded && "flex-col-reverse")}>
          <UserMenu user={shell.user} folded={folded} />
          <IconButton
            icon={folded ? PanelLeftOpen : PanelLeftClose}
            label={folded ? "Widen the navigation" : "Fold the navigation"}
            tooltipSide="right"
            aria-expanded={!folded}
            onClick={fold}
          />
        </div>
      </aside>
      <main id="content" tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none">
        {children}
      </main>
    </div>
  );
}
