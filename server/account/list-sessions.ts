import * as z from "zod";
import { personCase } from "../person-case";

/** Where the person is signed in, the latest first. */
export const listSessions = personCase(z.object({}).optional(), async (deps, person) => {
  const sessions = await deps.db.session.findMany({
    where: { userId: person.userId, expiresAt: { gt: new Date() } },
    orderBy: { updatedAt: "desc" },
    select: { id: true, createdAt: true, updatedAt: true, ipAddress: true, userAgent: true },
  });
  return sessions.map((session) => ({ ...session, isThisOne: session.id === person.sessionId }));
});
