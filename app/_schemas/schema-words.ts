import type { Gate } from "@/flow/schema/failure";
import type { CompatibilityLevel } from "@/flow/schema/levels";
import type { DesignKind, PersonalKind } from "@/flow/schema-design/design";

/** Types as the table names them. */
export const kindWords: Readonly<Record<DesignKind, string>> = {
  text: "Text",
  number: "Number",
  "whole-number": "Whole number",
  "yes-no": "Yes or no",
  object: "Object",
  list: "List",
  anything: "Anything",
  code: "Set in code",
};

export const personalWords: Readonly<Record<PersonalKind, string>> = {
  none: "No",
  personal: "Personal",
  sensitive: "Sensitive",
};

/** What a level promises, and who has to move first. */
export const levelWords: Readonly<
  Record<CompatibilityLevel, { readonly name: string; readonly help: string }>
> = {
  BACKWARD: {
    name: "Reads old events",
    help: "The new version reads events of the one before it. Change consumers first, then producers.",
  },
  BACKWARD_TRANSITIVE: {
    name: "Reads all old events",
    help: "The new version reads events of every version before it. Change consumers first, then producers.",
  },
  FORWARD: {
    name: "Old readers go on",
    help: "The version before it reads new events. Change producers first, then consumers.",
  },
  FORWARD_TRANSITIVE: {
    name: "All old readers go on",
    help: "Every version before it reads new events. Change producers first, then consumers.",
  },
  FULL: {
    name: "Both, with the one before",
    help: "It and the version before it read each other's events. Change in any order.",
  },
  FULL_TRANSITIVE: {
    name: "Both, with all before",
    help: "It and every version before it read each other's events. Change in any order.",
  },
  NONE: { name: "Anything goes", help: "Nothing is compared: a new version may break who reads it." },
};

/** What a topic does with events that do not fit, wherever they come from. */
export const gateWords: Readonly<Record<Gate, { readonly name: string; readonly help: string }>> = {
  off: { name: "Off", help: "Events are not checked." },
  warn: { name: "Warn", help: "Events that do not fit are stored and delivered, and marked." },
  quarantine: {
    name: "Quarantine",
    help: "Events that do not fit wait in quarantine until somebody fixes or discards them.",
  },
  reject: {
    name: "Reject",
    help: "Senders of events that do not fit get 422 with the fields that are wrong; a Publish step fails.",
  },
};
