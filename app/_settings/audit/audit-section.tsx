"use client";

import { SearchInput } from "@/app/_ui/search-input";
import { Select } from "@/app/_ui/select";
import { NoAccess } from "../no-access";
import { Section } from "../section";
import { useAccess } from "../use-access";
import { AuditTable } from "./audit-table";
import { areaOptions } from "./audit-words";
import { useUrlFilters } from "./use-url-filters";

export function AuditSection({ workspace }: { readonly workspace: string }) {
  const access = useAccess(workspace);
  const filters = useUrlFilters();
  const refusal = access.whyNot("audit.read", "Seeing the audit");
  const search = filters.get("search");
  const area = filters.get("area");
  return (
    <Section
      title="Audit"
      description="Who did what in this workspace. Entries can neither be changed nor deleted."
      actions={
        refusal === undefined ? (
          <div className="flex flex-wrap gap-2">
            <SearchInput
              value={search}
              onValueChange={(text) => filters.set("search", text)}
              placeholder="Search people and things"
            />
            <Select
              label="What it was about"
              value={area === "" ? "all" : area}
              onValueChange={(next) => filters.set("area", next === "all" ? "" : next)}
              options={areaOptions}
              className="w-40"
            />
          </div>
        ) : undefined
      }
    >
      {refusal === undefined ? (
        <AuditTable workspace={workspace} search={search} area={area} onClear={filters.clear} />
      ) : (
        <NoAccess>{refusal}</NoAccess>
      )}
    </Section>
  );
}
