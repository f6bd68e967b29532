import * as z from "zod";

/** Config of a producer or step as documents store it: any JSON, parsed by the node's definition later. */
export const nodeConfigSchema = z.record(z.string(), z.json());
export type NodeConfig = z.infer<typeof nodeConfigSchema>;

/**
 * Takes what a definition or a form made as a config; keys without a value are left out.
 * @throws z.ZodError when a value is not JSON: a fault in the definition, not in what people typed
 */
export function toNodeConfig(config: Readonly<Record<string, unknown>>): NodeConfig {
  const entries = Object.entries(config).filter(([, value]) => value !== undefined);
  return nodeConfigSchema.parse(Object.fromEntries(entries));
}
