import * as z from "zod";
import { personCase } from "../person-case";

/** Changes the name that others see; history keeps the name of its time. */
export const renameMe = personCase(
  z.object({ name: z.string().trim().min(1, "Write your name.").max(80) }),
  async (deps, person, { name }) => {
    await deps.db.user.update({ where: { id: person.userId }, data: { name } });
  },
);
