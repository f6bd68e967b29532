"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Select } from "@/app/_ui/select";
import { TextLink } from "@/app/_ui/text-link";
import { useEditor } from "../state/editor-context";

interface CredentialSelectProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (id: string | undefined) => void;
  readonly types: readonly string[];
  /** What is used without a credential: "Demo inbox (nothing leaves this computer)". */
  readonly without: string;
}

const none = "none";

/** The stored secrets that fit; secrets themselves are never shown. */
export function CredentialSelect({ label, value, onChange, types, without }: CredentialSelectProps) {
  const trpc = useTRPC();
  const workspace = useEditor((state) => state.workspace);
  const { data, error } = useQuery(trpc.credentials.list.queryOptions({ workspace }));
  const fitting = (data ?? []).filter(({ content }) => types.includes(content.type));
  const isGone = value !== undefined && data !== undefined && !fitting.some(({ id }) => id === value);
  return (
    <div className="flex flex-col gap-1">
      <Select
        label={label}
        value={value ?? none}
        onValueChange={(id) => onChange(id === none ? undefined : id)}
        options={[
          { value: none, label: without },
          ...fitting.map(({ id, name }) => ({ value: id, label: name })),
          ...(isGone ? [{ value, label: "Deleted credential" }] : []),
        ]}
      />
      <p className="text-label font-normal text-muted">
        {error ? error.message : null}
        {!error && data !== undefined && fitting.length === 0 ? (
          <TextLink href={`/w/${workspace}/settings/credentials`} target="_blank">
            Add a credential
          </TextLink>
        ) : null}
      </p>
    </div>
  );
}
