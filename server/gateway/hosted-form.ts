import type { ProducerDefinition } from "@/flow/node/producer-definition";
import type { Deps } from "../deps";
import { type AddressedProducer, findProducer } from "./producer-lookup";

/** What the page of a form shows. */
export type HostedFormContent = ReturnType<NonNullable<ProducerDefinition["form"]>>;

/** The form that a producer shows; undefined when its type has none or its config is unfinished. */
export function formOf({
  definition,
  config,
}: Pick<AddressedProducer, "definition" | "config">): HostedFormContent | undefined {
  const parsed = definition.form && definition.config.safeParse(config);
  return parsed?.success ? definition.form?.(parsed.data) : undefined;
}

/**
 * Finds the form behind an address key. A deployed form shows what is deployed; before that, the draft.
 * No actor: whoever has the address may see the form.
 */
export async function findHostedForm(deps: Deps, key: string): Promise<HostedFormContent | undefined> {
  const producer = await findProducer(deps, key);
  return producer && formOf(producer);
}
