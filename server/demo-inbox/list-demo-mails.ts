import * as z from "zod";
import { useCase } from "../use-case";

/** What *Send e-mail* wrote to the demo inbox, newest first. Nothing of it left this computer. */
export const listDemoMails = useCase(
  "demo-inbox.read",
  z.object({ limit: z.number().int().min(1).max(200).default(100) }),
  async (deps, actor, input) =>
    deps.db.demoMail.findMany({
      where: { workspaceId: actor.workspaceId },
      orderBy: [{ at: "desc" }, { id: "desc" }],
      take: input.limit,
      select: { id: true, at: true, to: true, from: true, subject: true, text: true },
    }),
);
