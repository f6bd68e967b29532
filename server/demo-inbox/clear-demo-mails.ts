import * as z from "zod";
import { useCase } from "../use-case";

/** Empties the demo inbox; returns how many letters went. */
export const clearDemoMails = useCase("demo-inbox.manage", z.looseObject({}), async (deps, actor) => {
  const gone = await deps.db.demoMail.deleteMany({ where: { workspaceId: actor.workspaceId } });
  return { count: gone.count };
});
