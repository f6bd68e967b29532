import * as z from "zod";
import { useCase } from "../use-case";

/** Turns the demo inbox of the workspace on or off; off, letters to it fail and are tried again later. */
export const switchDemoInbox = useCase(
  "demo-inbox.manage",
  z.object({ isOn: z.boolean() }),
  async (deps, actor, input) => {
    await deps.db.workspace.update({ where: { id: actor.workspaceId }, data: { isDemoInboxOn: input.isOn } });
    return { isOn: input.isOn };
  },
);
