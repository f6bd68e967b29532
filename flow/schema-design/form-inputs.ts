import { fieldTitle } from "../graph/infer-fields";
import type { FormInput } from "../node/producer-definition";
import type { DesignField, DesignNode } from "./design";

/** Names that a form may give to a field. */
const formName = /^[A-Za-z][A-Za-z0-9_]*$/;
const maxInputs = 50;

function typeOf({ kind, format, allowed }: DesignNode): FormInput["type"] | undefined {
  switch (kind) {
    case "text":
      if (allowed.length > 0) return "choice";
      return format === "email" || format === "date" ? format : "text";
    case "number":
    case "whole-number":
      return "number";
    case "yes-no":
      return "yes-no";
    default:
      return undefined;
  }
}

function inputOf({ name, node }: DesignField, isRequired: boolean): FormInput | undefined {
  const type = typeOf(node);
  if (type === undefined || !formName.test(name)) return undefined;
  // A box that must be there need not be ticked: an empty one says no.
  const shared = { name, label: fieldTitle(name), type, isRequired: isRequired && type !== "yes-no" };
  return type === "choice" ? { ...shared, choices: node.allowed.map(String) } : shared;
}

/** The questions of a form whose events fit a schema; objects and lists have no question. */
export function formInputs(root: DesignNode): FormInput[] {
  return root.fields
    .flatMap((field) => inputOf(field, root.required.includes(field.name)) ?? [])
    .slice(0, maxInputs);
}
