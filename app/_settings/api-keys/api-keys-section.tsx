"use client";

import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { NoAccess } from "../no-access";
import { Section } from "../section";
import { useAccess } from "../use-access";
import { ApiKeyTable } from "./api-key-table";
import { CreateKeyDialog } from "./create-key-dialog";

export function ApiKeysSection({ workspace }: { readonly workspace: string }) {
  const access = useAccess(workspace);
  const [isCreating, setCreating] = useState(false);
  const refusal = access.whyNot("api-key.read", "Seeing API keys");
  const create = (
    <Button variant="primary" icon={Plus} onClick={() => setCreating(true)}>
      Create API key
    </Button>
  );
  return (
    <Section
      title="API keys"
      description="For programs: the REST API at /api/v1 and the command line. A key acts in this workspace with a role of its own."
      actions={refusal === undefined ? create : undefined}
    >
      {refusal === undefined ? (
        <ApiKeyTable workspace={workspace} emptyIcon={KeyRound} />
      ) : (
        <NoAccess>{refusal}</NoAccess>
      )}
      {isCreating ? (
        <CreateKeyDialog workspace={workspace} ownRole={access.role} onClose={() => setCreating(false)} />
      ) : null}
    </Section>
  );
}
