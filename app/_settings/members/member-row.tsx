"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ellipsis, KeyRound, UserMinus } from "lucide-react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Avatar } from "@/app/_ui/avatar";
import { IconButton } from "@/app/_ui/icon-button";
import { Menu } from "@/app/_ui/menu";
import { MenuItem, MenuLine } from "@/app/_ui/menu-items";
import { Pill } from "@/app/_ui/pill";
import { Select } from "@/app/_ui/select";
import { showToast } from "@/app/_ui/show-toast";
import { TableActions, TableCell, TableRow } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import type { Role } from "@/server/auth/actor";
import { roleOptions, rolesUpTo, roleWords } from "../role-words";

export interface Member {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly since: Date;
  readonly isInvited: boolean;
  readonly livingKeys: number;
  readonly isYou: boolean;
}

interface MemberRowProps {
  readonly workspace: string;
  readonly member: Member;
  readonly ownRole: Role;
  readonly onMakeLink: () => void;
  readonly onRemove: () => void;
}

export function MemberRow({ workspace, member, ownRole, onMakeLink, onRemove }: MemberRowProps) {
  const manages = ownRole === "owner" || ownRole === "admin";
  const isWithin = manages && rolesUpTo(ownRole).includes(member.role);
  const refusal = `Only an owner can do this to ${roleWords[member.role].label.toLowerCase()}s.`;
  return (
    <TableRow>
      <TableCell>
        <span className="flex items-center gap-2">
          <Avatar name={member.name} />
          <span className="truncate font-strong">{member.name}</span>
          {member.isYou ? <Pill tone="accent">You</Pill> : null}
          {member.isInvited ? <Pill>Invited</Pill> : null}
        </span>
      </TableCell>
      <TableCell className="text-text-2">{member.email}</TableCell>
      <TableCell>
        {isWithin ? (
          <RoleSelect workspace={workspace} member={member} ownRole={ownRole} />
        ) : (
          roleWords[member.role].label
        )}
      </TableCell>
      <TableCell className="text-text-2">
        <Time at={member.since} />
      </TableCell>
      <TableActions>
        {manages ? (
          <Menu
            align="end"
            trigger={<IconButton icon={Ellipsis} label={`Actions for ${member.name}`} size={28} />}
          >
            <MenuItem icon={KeyRound} disabled={isWithin ? false : refusal} onSelect={onMakeLink}>
              New sign-in link…
            </MenuItem>
            <MenuLine />
            <MenuItem icon={UserMinus} destructive disabled={isWithin ? false : refusal} onSelect={onRemove}>
              {member.isYou ? "Leave the workspace…" : "Remove…"}
            </MenuItem>
          </Menu>
        ) : null}
      </TableActions>
    </TableRow>
  );
}

function RoleSelect({
  workspace,
  member,
  ownRole,
}: Pick<MemberRowProps, "workspace" | "member" | "ownRole">) {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const change = useMutation(
    trpc.members.changeRole.mutationOptions({
      onSuccess: (_, { role }) => showToast(`${member.name} is ${roleWords[role].label} now.`),
      onError: (error) => showToast(errorSentence(error), { tone: "bad" }),
      // One's own role may have changed too, and with it everything that one may see.
      onSettled: () =>
        Promise.all([
          cache.invalidateQueries(trpc.members.pathFilter()),
          cache.invalidateQueries(trpc.workspace.pathFilter()),
        ]),
    }),
  );
  return (
    <Select
      size="dense"
      label={`Role of ${member.name}`}
      value={change.isPending ? change.variables.role : member.role}
      options={roleOptions(ownRole)}
      disabled={change.isPending}
      onValueChange={(role) => {
        if (role !== member.role) change.mutate({ workspace, userId: member.userId, role });
      }}
      className="w-32"
    />
  );
}
