"use client";

import { ArrowDown, ArrowUp, Split, Trash2 } from "lucide-react";
import { Button } from "@/app/_ui/button";
import { FieldGroup } from "@/app/_ui/field";
import { Icon } from "@/app/_ui/icon";
import { IconButton } from "@/app/_ui/icon-button";
import { MarkedText } from "@/app/_ui/marked-text";
import { moveBranch, setBranch } from "@/flow/edit/branch-commands";
import { branchText } from "@/flow/graph/branch-text";
import { fieldsAt } from "@/flow/graph/fields";
import { findBranch } from "@/flow/graph/step-tree";
import { removeSelected, stepName } from "../actions/change-actions";
import { ConditionBuilder } from "../form/condition-builder";
import { FieldWarning } from "../form/field-warning";
import { FormPart } from "../form/form-part";
import { knownDocument } from "../samples/known-document";
import { issuesAt, isWrong } from "../state/derived";
import { useEditor, useEditorStore } from "../state/editor-context";
import { InspectorHead } from "./inspector-head";
import { Section } from "./section";

/** Which events take a branch. */
export function BranchInspector({ id }: { readonly id: string }) {
  const store = useEditorStore();
  const document = useEditor((state) => state.document);
  const known = useEditor(knownDocument);
  const nodes = useEditor((state) => state.nodes);
  const issue = useEditor((state) =>
    issuesAt(state, `branch:${id}`).find((one) => one.severity === "warning" || isWrong(state, one)),
  );
  const isWarning = issue?.severity === "warning";
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const found = findBranch(document, id);
  if (!found) return null;
  const { branch, owner, consumer } = found;
  return (
    <>
      <InspectorHead
        icon={<Icon of={Split} className="text-text-2" />}
        parent={{
          name: stepName(store, owner.id),
          onOpen: () => store.select({ kind: "step", id: owner.id }),
        }}
        name={branch.name ?? ""}
        placeholder={branchText({ ...branch, name: undefined })}
        onRename={(name) =>
          store.edit(
            "Rename branch",
            (current) => setBranch(current, id, { name: name === "" ? undefined : name }),
            {
              mergeKey: `name:${id}`,
            },
          )
        }
      />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <Section title="Setup" name="setup" startsOpen>
          <FormPart>
            <div data-field="condition">
              <FieldGroup
                label="Take this branch if"
                error={issue && !isWarning ? <MarkedText>{issue.message}</MarkedText> : undefined}
              >
                <ConditionBuilder
                  label="Take this branch if"
                  value={branch.condition}
                  fields={fieldsAt(known, nodes, consumer.id, owner.id)}
                  onChange={(condition) =>
                    store.edit("Change condition", (current) => setBranch(current, id, { condition }), {
                      mergeKey: `condition:${id}`,
                    })
                  }
                />
              </FieldGroup>
              {isWarning ? <FieldWarning>{issue.message}</FieldWarning> : null}
            </div>
          </FormPart>
          {isReadOnly ? null : (
            <div className="flex items-center gap-1">
              <IconButton
                icon={ArrowUp}
                label="Move branch up"
                onClick={() => store.edit("Move branch", (current) => moveBranch(current, id, "up"))}
              />
              <IconButton
                icon={ArrowDown}
                label="Move branch down"
                onClick={() => store.edit("Move branch", (current) => moveBranch(current, id, "down"))}
              />
              <span className="flex-1" />
              <Button size="dense" variant="ghost" icon={Trash2} onClick={() => removeSelected(store)}>
                Remove branch
              </Button>
            </div>
          )}
        </Section>
      </div>
    </>
  );
}
