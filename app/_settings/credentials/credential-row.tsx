"use client";

import { Ellipsis, RefreshCw, Trash2 } from "lucide-react";
import Link from "next/link";
import { Icon } from "@/app/_ui/icon";
import { IconButton } from "@/app/_ui/icon-button";
import { Menu } from "@/app/_ui/menu";
import { MenuItem, MenuLine } from "@/app/_ui/menu-items";
import { TableActions, TableCell, TableRow } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { credentialWords, type ListedCredential, placesOf } from "./credential-words";

interface CredentialRowProps {
  readonly workspace: string;
  readonly credential: ListedCredential;
  /** Why the reader cannot change credentials. */
  readonly notManaging: string | undefined;
  readonly onReplace: () => void;
  readonly onDelete: () => void;
}

export function CredentialRow(props: CredentialRowProps) {
  const { workspace, credential, notManaging, onReplace, onDelete } = props;
  const words = credentialWords[credential.content.type];
  const off = notManaging ?? false;
  return (
    <TableRow>
      <TableCell className="max-w-60">
        <span className="flex items-center gap-2">
          <Icon of={words.icon} className="text-muted" />
          <span className="truncate font-strong">{credential.name}</span>
        </span>
      </TableCell>
      <TableCell className="text-text-2">{words.label}</TableCell>
      <TableCell className="max-w-60 truncate font-mono text-mono">{placesOf(credential.content)}</TableCell>
      <TableCell className="max-w-60 truncate">
        {credential.uses.length === 0 ? <span className="text-muted">No flow</span> : null}
        {credential.uses.map((use, index) => (
          <span key={use.flow}>
            {index === 0 ? null : ", "}
            <Link href={`/w/${workspace}/flows/${use.flow}`} className="text-accent-text hover:underline">
              {use.name}
            </Link>
            {use.isLive ? null : <span className="text-muted"> (draft)</span>}
          </span>
        ))}
      </TableCell>
      <TableCell className="text-text-2">
        <Time at={credential.updatedAt} />
      </TableCell>
      <TableActions>
        <Menu
          align="end"
          trigger={<IconButton icon={Ellipsis} label={`Actions for ${credential.name}`} size={28} />}
        >
          <MenuItem icon={RefreshCw} disabled={off} onSelect={onReplace}>
            Replace…
          </MenuItem>
          <MenuLine />
          <MenuItem icon={Trash2} destructive disabled={off} onSelect={onDelete}>
            Delete…
          </MenuItem>
        </Menu>
      </TableActions>
    </TableRow>
  );
}
