import type { FlowDocument } from "../document/flow-document";
import type { Issue } from "../issue";
import type { NodeLookup } from "../node/node-lookup";
import { branches } from "./branches";
import { config } from "./config";
import { duplicateIds } from "./duplicate-ids";
import { duplicateNames } from "./duplicate-names";
import { endlessLoop } from "./endless-loop";
import { expressions } from "./expressions";
import { joinsTopics } from "./joins-topics";
import { openTopic } from "./open-topic";
import { parksStrictly } from "./parks-strictly";
import { plainSecret } from "./plain-secret";
import { privateAddress } from "./private-address";
import { publish } from "./publish";
import { repeatedOutside } from "./repeated-outside";
import type { OtherFlows, Rule } from "./rule";
import { unknownFields } from "./unknown-fields";
import { unknownType } from "./unknown-type";
import { unnamed } from "./unnamed";
import { unreachableBranch } from "./unreachable-branch";
import { unwired } from "./unwired";
import { waitsInOrder } from "./waits-in-order";

const rules: readonly Rule[] = [
  unknownType,
  duplicateIds,
  unwired,
  unnamed,
  publish,
  config,
  branches,
  expressions,
  endlessLoop,
  plainSecret,
  privateAddress,
  duplicateNames,
  openTopic,
  unknownFields,
  waitsInOrder,
  joinsTopics,
  parksStrictly,
  unreachableBranch,
  repeatedOutside,
];

const noOtherFlows: OtherFlows = { published: new Set(), consumed: new Set() };

/**
 * Everything that is unfinished, wrong or worth a look in a flow. Warnings do not keep it from running.
 * A place gets one issue of each code; `field` is a path in the config, `name`, `topic`, `when` or `condition`.
 */
export function validateFlow(
  document: FlowDocument,
  nodes: NodeLookup,
  others: OtherFlows = noOtherFlows,
): Issue[] {
  const issues = rules.flatMap((rule) => rule({ document, nodes, others }));
  const seen = new Set<string>();
  // A missing topic is seen by the form's rule and by the wiring's: the wiring's comes first and says more.
  return issues.filter(({ at, severity }) => {
    const key = `${severity} ${at.kind} ${at.id ?? ""} ${at.field ?? ""}`;
    return at.field === undefined || seen.size !== seen.add(key).size;
  });
}

/** Whether a flow with these issues may be deployed. */
export function isDeployable(issues: readonly Issue[]): boolean {
  return issues.every(({ severity }) => severity === "warning");
}
