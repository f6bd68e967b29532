"use client";

import { Dialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { scrim } from "@/app/_ui/dialog-styles";
import { IconButton } from "@/app/_ui/icon-button";
import type { AppFrameProps } from "./app-frame";
import { NavList } from "./nav-list";
import { UserMenu } from "./user-menu";
import { WorkspaceSwitcher } from "./workspace-switcher";

interface PhoneNavProps extends Omit<AppFrameProps, "children" | "startsFolded"> {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** The navigation over the page, on narrow windows. */
export function PhoneNav(props: PhoneNavProps) {
  const { open, onOpenChange, workspace, workspaces, mayCreateWorkspaces, user } = props;
  return (
    <Dialog.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Dialog.Portal>
        <Dialog.Backdrop className={scrim} />
        <Dialog.Popup
          aria-label="Navigation"
          className="fixed inset-y-0 left-0 z-dialog flex w-72 max-w-[85vw] flex-col border-r border-border on-raised shadow-4 outline-none transition-[translate,opacity] duration-200 data-ending-style:-translate-x-6 data-ending-style:opacity-0 data-ending-style:duration-100 data-starting-style:-translate-x-6 data-starting-style:opacity-0"
        >
          <div className="flex items-center gap-1 p-2">
            <WorkspaceSwitcher current={workspace} workspaces={workspaces} mayCreate={mayCreateWorkspaces} />
            <Dialog.Close render={<IconButton icon={X} label="Close" size={40} />} />
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto py-1">
            <NavList workspace={workspace.slug} onFollow={() => onOpenChange(false)} />
          </div>
          <div className="flex p-2">
            <UserMenu user={user} />
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
