import * as z from "zod";
import { recordForPerson } from "../audit/record";
import { personCase } from "../person-case";

/** Ends every session of the person, this one too. */
export const signOutEverywhere = personCase(z.object({}).optional(), async (deps, person) => {
  await deps.db.$transaction(async (tx) => {
    await tx.session.deleteMany({ where: { userId: person.userId } });
    await recordForPerson(tx, person, "account.signed-out-everywhere");
  });
});
