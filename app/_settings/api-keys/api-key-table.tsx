"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Ban, type LucideIcon } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Card } from "@/app/_ui/card";
import { cn } from "@/app/_ui/cn";
import { EmptyState } from "@/app/_ui/empty-state";
import { IconButton } from "@/app/_ui/icon-button";
import { Pill } from "@/app/_ui/pill";
import {
  Table,
  TableActions,
  TableBody,
  TableCell,
  TableHead,
  TableHeadCell,
  TableRow,
} from "@/app/_ui/table";
import { Ago, Time } from "@/app/_ui/time";
import type { Role } from "@/server/auth/actor";
import { roleWords } from "../role-words";
import { RevokeDialog } from "./revoke-dialog";

export interface ListedKey {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly role: Role;
  readonly state: "active" | "expired" | "revoked";
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
}

interface ApiKeyTableProps {
  readonly workspace: string;
  readonly emptyIcon: LucideIcon;
}

export function ApiKeyTable({ workspace, emptyIcon }: ApiKeyTableProps) {
  const trpc = useTRPC();
  const { data: keys } = useSuspenseQuery(trpc.apiKeys.list.queryOptions({ workspace }));
  const [revoking, setRevoking] = useState<ListedKey>();
  if (keys.length === 0) {
    return (
      <EmptyState icon={emptyIcon}>
        No API keys yet. Senders of events need none: their address is enough. Programs that manage flows do.
      </EmptyState>
    );
  }
  return (
    <>
      <Card flush className="overflow-x-auto">
        <Table comfortable aria-label="API keys" className="min-w-180">
          <TableHead>
            <TableHeadCell>Name</TableHeadCell>
            <TableHeadCell className="w-36">Starts with</TableHeadCell>
            <TableHeadCell className="w-28">Role</TableHeadCell>
            <TableHeadCell className="w-36">Last used</TableHeadCell>
            <TableHeadCell className="w-36">Expires</TableHeadCell>
            <TableHeadCell className="w-44">Created</TableHeadCell>
            <TableHeadCell className="w-14">
              <span className="sr-only">Actions</span>
            </TableHeadCell>
          </TableHead>
          <TableBody>
            {keys.map((key) => (
              <KeyRow key={key.id} listed={key} onRevoke={() => setRevoking(key)} />
            ))}
          </TableBody>
        </Table>
      </Card>
      {revoking === undefined ? null : (
        <RevokeDialog workspace={workspace} listed={revoking} onClose={() => setRevoking(undefined)} />
      )}
    </>
  );
}

function KeyRow({ listed, onRevoke }: { readonly listed: ListedKey; readonly onRevoke: () => void }) {
  const isActive = listed.state === "active";
  return (
    <TableRow className={cn(!isActive && "text-muted")}>
      <TableCell>
        <span className="flex items-center gap-2">
          <span className={cn("truncate", isActive && "font-strong")}>{listed.name}</span>
          {listed.state === "revoked" ? <Pill icon={Ban}>Revoked</Pill> : null}
          {listed.state === "expired" ? <Pill icon={Ban}>Expired</Pill> : null}
        </span>
      </TableCell>
      <TableCell className="font-mono text-mono">{listed.prefix}…</TableCell>
      <TableCell>{roleWords[listed.role].label}</TableCell>
      <TableCell>{listed.lastUsedAt === null ? "Never" : <Ago at={listed.lastUsedAt} />}</TableCell>
      <TableCell>{listed.expiresAt === null ? "Never" : <Time at={listed.expiresAt} />}</TableCell>
      <TableCell className="truncate">
        <Time at={listed.createdAt} /> <span className="text-muted">by {listed.createdBy}</span>
      </TableCell>
      <TableActions>
        {isActive ? <IconButton icon={Ban} label={`Revoke ${listed.name}`} onClick={onRevoke} /> : null}
      </TableActions>
    </TableRow>
  );
}
