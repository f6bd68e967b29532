import * as z from "zod";
import { announceEdited } from "../flows/announce";
import { findFlow } from "../flows/find-flow";
import { useCase } from "../use-case";
import { sessionSchema } from "./flow-visitors";

/** Shows the others in a flow what this tab has selected; nothing happens when it is not there any more. */
export const pointAt = useCase(
  "flow.read",
  z.object({
    flow: z.string(),
    session: sessionSchema,
    /** `kind:id`; null for nothing. */
    selected: z.string().max(200).nullable(),
  }),
  async (deps, actor, { flow: slug, session, selected }) => {
    const flow = await findFlow(deps.db, actor, slug);
    const { count } = await deps.db.flowVisitor.updateMany({
      where: { session, flowId: flow.id, userId: actor.id },
      data: { selected },
    });
    if (count > 0) await announceEdited(deps.db, flow.id);
  },
);
