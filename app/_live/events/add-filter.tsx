"use client";

import { ListFilter } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Menu } from "@/app/_ui/menu";
import { MenuGroup, MenuItem } from "@/app/_ui/menu-items";
import type { EventQuery } from "./event-query";
import { type FilterKind, filterKinds } from "./filter-kinds";

// What parses expressions is large, and few visits need it.
const FilterDialog = lazy(() =>
  import("./filter-dialog").then((module) => ({ default: module.FilterDialog })),
);

interface AddFilterProps {
  readonly workspace: string;
  readonly query: EventQuery;
  readonly onChange: (query: EventQuery) => void;
}

const groups = [
  { label: "The event", kinds: ["topic", "type", "key", "correlation", "time", "test"] },
  { label: "What became of it", kinds: ["status", "consumer"] },
  { label: "Its payload", kinds: ["field", "expression"] },
] as const satisfies readonly { label: string; kinds: readonly FilterKind[] }[];

/** A menu of everything that events can be narrowed by; each asks for its value. */
export function AddFilter({ workspace, query, onChange }: AddFilterProps) {
  const [kind, setKind] = useState<FilterKind>();
  return (
    <>
      <Menu
        trigger={
          <Button size="dense" icon={ListFilter}>
            Add filter
          </Button>
        }
      >
        {groups.map(({ label, kinds }) => (
          <MenuGroup key={label} label={label}>
            {kinds.map((each) => (
              <MenuItem key={each} onSelect={() => setKind(each)}>
                {filterKinds[each]}
              </MenuItem>
            ))}
          </MenuGroup>
        ))}
      </Menu>
      {kind === undefined ? null : (
        <Suspense>
          <FilterDialog
            workspace={workspace}
            kind={kind}
            query={query}
            onClose={() => setKind(undefined)}
            onAdd={(next) => {
              setKind(undefined);
              onChange(next);
            }}
          />
        </Suspense>
      )}
    </>
  );
}
