import * as z from "zod";
import { useCase } from "../use-case";

/** What *Send e-mail* wrote to the demo inbox, newest first, and whether the inbox is on. */
export const listDemoMails = useCase(
  "demo-inbox.read",
  z.object({ limit: z.number().int().min(1).max(200).default(100) }),
  async (deps, actor, input) => {
    const [workspace, total, mails] = await Promise.all([
      deps.db.workspace.findUniqueOrThrow({
        where: { id: actor.workspaceId },
        select: { isDemoInboxOn: true },
      }),
      deps.db.demoMail.count({ where: { workspaceId: actor.workspaceId } }),
      deps.db.demoMail.findMany({
        where: { workspaceId: actor.workspaceId },
        orderBy: [{ at: "desc" }, { id: "desc" }],
        take: input.limit,
        select: { id: true, at: true, to: true, from: true, subject: true, text: true },
      }),
    ]);
    return { isOn: workspace.isDemoInboxOn, total, mails };
  },
);
