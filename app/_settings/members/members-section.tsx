"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Button } from "@/app/_ui/button";
import { Card } from "@/app/_ui/card";
import { Table, TableBody, TableHead, TableHeadCell } from "@/app/_ui/table";
import { Section } from "../section";
import { useAccess } from "../use-access";
import { InviteDialog } from "./invite-dialog";
import { LinkDialog } from "./link-dialog";
import { type Member, MemberRow } from "./member-row";
import { RemoveDialog } from "./remove-dialog";

type Open = { readonly kind: "invite" } | { readonly kind: "link" | "remove"; readonly member: Member };

export function MembersSection({ workspace }: { readonly workspace: string }) {
  const trpc = useTRPC();
  const access = useAccess(workspace);
  const { data: members } = useSuspenseQuery(trpc.members.list.queryOptions({ workspace }));
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  return (
    <Section
      title="Members"
      description="Who can enter this workspace, and what they may do."
      actions={
        <Button
          variant="primary"
          icon={UserPlus}
          disabled={access.whyNot("member.manage", "Inviting people") ?? false}
          onClick={() => setOpen({ kind: "invite" })}
        >
          Invite member
        </Button>
      }
    >
      <Card flush className="overflow-x-auto">
        <Table comfortable aria-label="Members" className="min-w-160">
          <TableHead>
            <TableHeadCell>Name</TableHeadCell>
            <TableHeadCell>E-mail</TableHeadCell>
            <TableHeadCell className="w-40">Role</TableHeadCell>
            <TableHeadCell className="w-36">Since</TableHeadCell>
            <TableHeadCell className="w-14">
              <span className="sr-only">Actions</span>
            </TableHeadCell>
          </TableHead>
          <TableBody>
            {members.map((member) => (
              <MemberRow
                key={member.userId}
                workspace={workspace}
                member={member}
                ownRole={access.role}
                onMakeLink={() => setOpen({ kind: "link", member })}
                onRemove={() => setOpen({ kind: "remove", member })}
              />
            ))}
          </TableBody>
        </Table>
      </Card>
      {open?.kind === "invite" ? (
        <InviteDialog workspace={workspace} ownRole={access.role} onClose={close} />
      ) : null}
      {open?.kind === "link" ? (
        <LinkDialog workspace={workspace} member={open.member} onClose={close} />
      ) : null}
      {open?.kind === "remove" ? (
        <RemoveDialog workspace={workspace} member={open.member} onClose={close} />
      ) : null}
    </Section>
  );
}
