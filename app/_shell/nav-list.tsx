"use client";

import Link from "next/link";
import { useSelectedLayoutSegment } from "next/navigation";
import { cn } from "@/app/_ui/cn";
import { Icon } from "@/app/_ui/icon";
import { Tooltip } from "@/app/_ui/tooltip";
import { type NavItem, navGroups } from "./nav-items";

interface NavListProps {
  readonly workspace: string;
  readonly folded?: boolean;
  /** Called when a link was followed, to close what holds the list. */
  readonly onFollow?: () => void;
}

export function NavList({ workspace, folded = false, onFollow }: NavListProps) {
  const current = useSelectedLayoutSegment();
  return (
    <nav aria-label="Workspace" className="flex flex-col gap-3 px-2">
      {navGroups.map((group) => (
        <ul key={group[0]?.segment} className="flex flex-col gap-0.5">
          {group.map((item) => (
            <li key={item.segment}>
              <NavLink
                item={item}
                href={`/w/${workspace}/${item.segment}`}
                isCurrent={item.segment === current}
                folded={folded}
                {...(onFollow === undefined ? {} : { onFollow })}
              />
            </li>
          ))}
        </ul>
      ))}
    </nav>
  );
}

interface NavLinkProps {
  readonly item: NavItem;
  readonly href: string;
  readonly isCurrent: boolean;
  readonly folded: boolean;
  readonly onFollow?: () => void;
}

function NavLink({ item, href, isCurrent, folded, onFollow }: NavLinkProps) {
  const link = (
    <Link
      href={href}
      aria-current={isCurrent ? "page" : undefined}
      aria-label={folded ? item.label : undefined}
      {...(onFollow === undefined ? {} : { onClick: onFollow })}
      className={cn(
        "flex h-8 items-center gap-2 rounded-control px-2 text-dense font-medium text-text-2 transition-colors touch:h-11",
        "hover:bg-hover hover:text-text aria-[current=page]:bg-accent-soft aria-[current=page]:text-accent-text",
        folded && "w-10 justify-center",
      )}
    >
      <Icon of={item.icon} className={cn(item.segment === "topics" && "rotate-90")} />
      {folded ? null : <span className="truncate">{item.label}</span>}
    </Link>
  );
  return folded ? (
    <Tooltip text={item.label} side="right">
      {link}
    </Tooltip>
  ) : (
    link
  );
}
