"use client";

import { Menu as Base } from "@base-ui/react/menu";
import { Check, type LucideIcon } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { Icon } from "./icon";
import { KeyHint } from "./key-hint";
import { menuRow } from "./menu-styles";
import { Tooltip } from "./tooltip";

interface RowProps {
  readonly icon?: LucideIcon | undefined;
  /** As in `Mod+D`; shown at the right, not bound. */
  readonly shortcut?: string | undefined;
  readonly children: ReactNode;
}

function Row({ icon, shortcut, children }: RowProps) {
  return (
    <>
      {icon === undefined ? null : <Icon of={icon} className="opacity-80" />}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {shortcut === undefined ? null : <KeyHint keys={shortcut} className="pl-4" />}
    </>
  );
}

interface MenuItemProps extends RowProps {
  readonly onSelect: () => void;
  /** Red; stands last, behind a `MenuLine`. */
  readonly destructive?: boolean;
  /** A sentence why not, shown as tooltip. */
  readonly disabled?: string | false | undefined;
}

export function MenuItem({ onSelect, destructive = false, disabled = false, ...row }: MenuItemProps) {
  const off = typeof disabled === "string";
  const item = (
    <Base.Item
      disabled={off}
      onClick={onSelect}
      className={cn(menuRow, destructive && !off && "text-bad data-highlighted:bg-bad-soft")}
    >
      <Row {...row} />
    </Base.Item>
  );
  return off ? (
    <Tooltip text={disabled} side="right">
      {item}
    </Tooltip>
  ) : (
    item
  );
}

export function MenuLink({ href, ...row }: RowProps & { readonly href: string }) {
  return (
    <Base.LinkItem closeOnClick render={<Link href={href} />} className={menuRow}>
      <Row {...row} />
    </Base.LinkItem>
  );
}

interface MenuChoicesProps<T extends string> {
  readonly value: T;
  readonly onValueChange: (value: T) => void;
  readonly choices: readonly { readonly value: T; readonly label: ReactNode; readonly icon?: LucideIcon }[];
}

/** One of several; the chosen one is ticked. */
export function MenuChoices<T extends string>({ value, onValueChange, choices }: MenuChoicesProps<T>) {
  return (
    <Base.RadioGroup value={value} onValueChange={(next: T) => onValueChange(next)}>
      {choices.map((choice) => (
        <Base.RadioItem key={choice.value} value={choice.value} closeOnClick className={menuRow}>
          <Row icon={choice.icon}>{choice.label}</Row>
          <Mark shown={choice.value === value} />
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  );
}

function Mark({ shown }: { readonly shown: boolean }) {
  return <Icon of={Check} className={cn("text-accent-text", !shown && "invisible")} />;
}

export function MenuGroup({ label, children }: { readonly label: ReactNode; readonly children: ReactNode }) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2 pt-2 pb-1 text-label text-muted">{label}</Base.GroupLabel>
      {children}
    </Base.Group>
  );
}

export function MenuLine() {
  return <Base.Separator className="-mx-1 my-1 h-px bg-border" />;
}
