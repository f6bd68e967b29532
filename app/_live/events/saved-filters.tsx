"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Bookmark, Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { useRefusal } from "@/app/_flows/use-refusal";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogCancel } from "@/app/_ui/dialog";
import { Field } from "@/app/_ui/field";
import { IconButton } from "@/app/_ui/icon-button";
import { Input } from "@/app/_ui/input";
import { Menu } from "@/app/_ui/menu";
import { MenuGroup, MenuItem, MenuLine } from "@/app/_ui/menu-items";

interface SavedFiltersProps {
  readonly workspace: string;
  /** The filters as they stand in the address; empty when there are none. */
  readonly address: string;
  readonly onChoose: (address: string) => void;
}

/** Filters that the workspace keeps under names: choose one, keep these, delete some. */
export function SavedFilters({ workspace, address, onChoose }: SavedFiltersProps) {
  const trpc = useTRPC();
  const [asked, setAsked] = useState<"save" | "manage">();
  const saved = useQuery(trpc.events.savedFilters.queryOptions({ workspace }));
  const mayNot = useRefusal(workspace, "filter.save");
  const filters = saved.data ?? [];
  return (
    <>
      <Menu
        trigger={
          <Button size="dense" variant="ghost" icon={Bookmark}>
            Saved filters
          </Button>
        }
      >
        {filters.length === 0 ? null : (
          <>
            <MenuGroup label="Saved filters">
              {filters.map((filter) => (
                <MenuItem key={filter.id} onSelect={() => onChoose(filter.address)}>
                  {filter.name}
                </MenuItem>
              ))}
            </MenuGroup>
            <MenuLine />
          </>
        )}
        <MenuItem
          disabled={mayNot || (address === "" && "Add a filter first; then it can be saved.")}
          onSelect={() => setAsked("save")}
        >
          Save these filters…
        </MenuItem>
        {filters.length === 0 ? null : (
          <MenuItem disabled={mayNot} onSelect={() => setAsked("manage")}>
            Delete saved filters…
          </MenuItem>
        )}
      </Menu>
      {asked === "save" ? (
        <SaveDialog
          workspace={workspace}
          address={address}
          names={filters.map(({ name }) => name)}
          onClose={() => setAsked(undefined)}
        />
      ) : null}
      {asked === "manage" ? (
        <ManageDialog workspace={workspace} filters={filters} onClose={() => setAsked(undefined)} />
      ) : null}
    </>
  );
}

interface SaveDialogProps {
  readonly workspace: string;
  readonly address: string;
  readonly names: readonly string[];
  readonly onClose: () => void;
}

const formId = "save-filter";

function SaveDialog({ workspace, address, names, onClose }: SaveDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [name, setName] = useState("");
  const save = useMutation(trpc.events.saveFilter.mutationOptions());
  const isKnown = names.includes(name.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(
      { workspace, name, address },
      {
        onSuccess: async () => {
          await queryClient.invalidateQueries(trpc.events.savedFilters.queryFilter({ workspace }));
          onClose();
        },
      },
    );
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Save these filters"
      description="Everybody in this workspace finds them under this name."
      footer={
        <>
          <DialogCancel />
          <Button type="submit" form={formId} variant="primary" busy={save.isPending} busyLabel="Saving…">
            {isKnown ? "Replace filter" : "Save filter"}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit}>
        <Field
          label="Name"
          error={save.error === null ? undefined : errorSentence(save.error)}
          help={isKnown ? "There is a filter with this name; it will be replaced." : undefined}
        >
          <Input autoFocus maxLength={80} value={name} onValueChange={setName} />
        </Field>
      </form>
    </Dialog>
  );
}

interface ManageDialogProps {
  readonly workspace: string;
  readonly filters: readonly { readonly id: string; readonly name: string; readonly createdBy: string }[];
  readonly onClose: () => void;
}

function ManageDialog({ workspace, filters, onClose }: ManageDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const remove = useMutation(
    trpc.events.deleteSavedFilter.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.events.savedFilters.queryFilter({ workspace })),
    }),
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Delete saved filters"
      description={remove.error === null ? undefined : errorSentence(remove.error)}
      footer={<DialogCancel>Close</DialogCancel>}
    >
      <ul className="max-h-80 overflow-y-auto">
        {filters.map(({ id, name, createdBy }) => (
          <li key={id} className="flex h-9 items-center gap-3 border-b text-dense last:border-b-0">
            <span className="min-w-0 flex-1 truncate">{name}</span>
            <span className="text-muted">{createdBy}</span>
            <IconButton
              icon={Trash2}
              label={`Delete ${name}`}
              onClick={() => remove.mutate({ workspace, id })}
            />
          </li>
        ))}
        {filters.length === 0 ? <li className="text-muted">No filters are saved.</li> : null}
      </ul>
    </Dialog>
  );
}
