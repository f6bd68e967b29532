import { stepsOf } from "../document/flow-document";
import { isPrivateHost } from "../egress/private-host";
import type { Issue } from "../issue";
import { type Rule, stepTitle } from "./rule";

/** An address from its beginning to its port; the user's name before `@` is left out. */
const address = /^\s*(https?):\/\/(?:[^/@\s]*@)?(\[[^\]\s]+\]|[^:/?#\s{]+)(?::(\d+))?(?=[/?#\s]|$)/i;

/**
 * An address that the guard of outgoing connections will refuse. A warning: an administrator may have opened it,
 * which a flow does not know.
 */
export const privateAddress: Rule = ({ document, nodes }) =>
  document.consumers
    .flatMap((consumer) => [...stepsOf(consumer.steps)])
    .filter((step) => !step.disabled && nodes.step(step.type)?.isOutside)
    .flatMap((step) =>
      Object.entries(step.config).flatMap(([field, value]): Issue[] => {
        const [, scheme = "", host = "", port] = (typeof value === "string" && address.exec(value)) || [];
        if (!isPrivateHost(host)) return [];
        const where = `${host.toLowerCase()}:${port ?? (scheme.toLowerCase() === "https" ? 443 : 80)}`;
        return [
          {
            code: "private-address",
            severity: "warning",
            at: { kind: "step", id: step.id, field },
            message: `*${stepTitle(step, nodes)}* calls \`${where}\` inside a private network, which flows may not reach. Unless an administrator opened it with EGRESS_ALLOW=${where}, every try fails.`,
          },
        ];
      }),
    );
