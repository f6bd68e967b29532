"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { LockKeyhole, Plus } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Button } from "@/app/_ui/button";
import { Card } from "@/app/_ui/card";
import { EmptyState } from "@/app/_ui/empty-state";
import { Table, TableBody, TableHead, TableHeadCell } from "@/app/_ui/table";
import { NoAccess } from "../no-access";
import { Section } from "../section";
import { useAccess } from "../use-access";
import { CredentialRow } from "./credential-row";
import { CredentialSheet } from "./credential-sheet";
import type { ListedCredential } from "./credential-words";
import { DeleteCredentialDialog } from "./delete-credential-dialog";

type Open =
  | { readonly kind: "create" }
  | { readonly kind: "replace" | "delete"; readonly credential: ListedCredential };

export function CredentialsSection({ workspace }: { readonly workspace: string }) {
  const access = useAccess(workspace);
  const [open, setOpen] = useState<Open>();
  const refusal = access.whyNot("credential.read", "Seeing credentials");
  const notManaging = access.whyNot("credential.manage", "Storing credentials");
  const create = (
    <Button
      variant="primary"
      icon={Plus}
      disabled={notManaging ?? false}
      onClick={() => setOpen({ kind: "create" })}
    >
      Add credential
    </Button>
  );
  return (
    <Section
      title="Credentials"
      description="Passwords and tokens that steps use. They are kept encrypted, sent to their own hosts only, and shown to nobody."
      actions={refusal === undefined ? create : undefined}
    >
      {refusal === undefined ? (
        <CredentialTable workspace={workspace} notManaging={notManaging} onOpen={setOpen} />
      ) : (
        <NoAccess>{refusal}</NoAccess>
      )}
      {open?.kind === "create" || open?.kind === "replace" ? (
        <CredentialSheet
          workspace={workspace}
          replaced={open.kind === "replace" ? open.credential : undefined}
          onClose={() => setOpen(undefined)}
        />
      ) : null}
      {open?.kind === "delete" ? (
        <DeleteCredentialDialog
          workspace={workspace}
          credential={open.credential}
          onClose={() => setOpen(undefined)}
        />
      ) : null}
    </Section>
  );
}

interface CredentialTableProps {
  readonly workspace: string;
  readonly notManaging: string | undefined;
  readonly onOpen: (open: Open) => void;
}

function CredentialTable({ workspace, notManaging, onOpen }: CredentialTableProps) {
  const trpc = useTRPC();
  const { data: credentials } = useSuspenseQuery(trpc.credentials.list.queryOptions({ workspace }));
  if (credentials.length === 0) {
    return (
      <EmptyState icon={LockKeyhole}>
        No credentials yet. Until a mail server is stored here, e-mails go to the demo inbox.
      </EmptyState>
    );
  }
  return (
    <Card flush className="overflow-x-auto">
      <Table comfortable aria-label="Credentials" className="min-w-180">
        <TableHead>
          <TableHeadCell>Name</TableHeadCell>
          <TableHeadCell className="w-48">Type</TableHeadCell>
          <TableHeadCell>Sent to</TableHeadCell>
          <TableHeadCell>Used by</TableHeadCell>
          <TableHeadCell className="w-32">Changed</TableHeadCell>
          <TableHeadCell className="w-14">
            <span className="sr-only">Actions</span>
          </TableHeadCell>
        </TableHead>
        <TableBody>
          {credentials.map((credential) => (
            <CredentialRow
              key={credential.id}
              workspace={workspace}
              credential={credential}
              notManaging={notManaging}
              onReplace={() => onOpen({ kind: "replace", credential })}
              onDelete={() => onOpen({ kind: "delete", credential })}
            />
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}
