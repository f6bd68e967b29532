"use client";

import { FlaskConical, FlaskConicalOff, LogOut, Monitor, Moon, Sun } from "lucide-react";
import { hideTestEvents, useTestEventsHidden } from "@/app/_live/test-traffic/use-test-traffic";
import { Avatar } from "@/app/_ui/avatar";
import { cn } from "@/app/_ui/cn";
import { Menu } from "@/app/_ui/menu";
import { MenuChoices, MenuGroup, MenuItem, MenuLine } from "@/app/_ui/menu-items";
import { useTheme } from "@/app/_ui/use-theme";
import { signOut } from "./sign-out";

export interface User {
  readonly name: string;
  readonly email: string;
}

interface UserMenuProps {
  readonly user: User;
  readonly folded?: boolean;
}

const themeChoices = [
  { value: "system", label: "As the system", icon: Monitor },
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
] as const;

const testChoices = [
  { value: "shown", label: "Shown", icon: FlaskConical },
  { value: "hidden", label: "Hidden in all lists", icon: FlaskConicalOff },
] as const;

export function UserMenu({ user, folded = false }: UserMenuProps) {
  const [theme, chooseTheme] = useTheme();
  const areTestsHidden = useTestEventsHidden();
  return (
    <Menu
      side="top"
      className="w-56"
      trigger={
        <button
          type="button"
          aria-label={`${user.name}: theme, test events and sign out`}
          className={cn(
            "flex h-9 min-w-0 items-center gap-2 rounded-control px-1.5 text-dense font-medium text-text-2 transition-colors hover:bg-hover hover:text-text data-popup-open:bg-hover",
            folded ? "w-10 justify-center" : "flex-1",
          )}
        >
          <Avatar name={user.name} />
          {folded ? null : <span className="min-w-0 flex-1 truncate text-left">{user.name}</span>}
        </button>
      }
    >
      <div className="px-2 pt-1.5 pb-2">
        <div className="truncate text-dense font-strong">{user.name}</div>
        <div className="truncate text-label font-normal text-muted">{user.email}</div>
      </div>
      <MenuLine />
      <MenuGroup label="Theme">
        <MenuChoices value={theme} onValueChange={chooseTheme} choices={themeChoices} />
      </MenuGroup>
      <MenuGroup label="Test events">
        <MenuChoices
          value={areTestsHidden ? "hidden" : "shown"}
          onValueChange={(choice) => hideTestEvents(choice === "hidden")}
          choices={testChoices}
        />
      </MenuGroup>
      <MenuLine />
      <MenuItem icon={LogOut} onSelect={() => void signOut()}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
