import * as z from "zod";
import { AppError } from "../app-error";
import { useCase } from "../use-case";

const MAX_FILTERS = 200;
const shown = { id: true, name: true, address: true, createdBy: true } as const;

/** The filters that the workspace keeps, by name. */
export const listSavedFilters = useCase("event.read", z.object({}), async (deps, actor) =>
  deps.db.savedFilter.findMany({
    where: { workspaceId: actor.workspaceId },
    select: shown,
    orderBy: { name: "asc" },
  }),
);

/**
 * Keeps a filter under a name, in place of what has that name now.
 * @throws AppError `conflict` when there are too many
 */
export const saveFilter = useCase(
  "filter.save",
  z.object({
    name: z.string().trim().min(1, "Give the filter a name.").max(80),
    /** As it stands in the address of the page. */
    address: z.string().min(1).max(8_000),
  }),
  async (deps, { workspaceId, name: createdBy }, { name, address }) => {
    const count = await deps.db.savedFilter.count({ where: { workspaceId, name: { not: name } } });
    if (count >= MAX_FILTERS) {
      throw new AppError(
        "conflict",
        `There are ${count} saved filters already. Delete one that nobody needs.`,
      );
    }
    return deps.db.savedFilter.upsert({
      where: { workspaceId_name: { workspaceId, name } },
      create: { workspaceId, name, address, createdBy },
      update: { address, createdBy, updatedAt: new Date() },
      select: shown,
    });
  },
);

/** Deletes a saved filter; nothing happens when it is gone already. */
export const deleteSavedFilter = useCase(
  "filter.save",
  z.object({ id: z.uuid() }),
  async (deps, actor, { id }) => {
    await deps.db.savedFilter.deleteMany({ where: { id, workspaceId: actor.workspaceId } });
  },
);
