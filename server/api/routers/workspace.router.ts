import { createWorkspace } from "@/server/workspaces/create-workspace";
import { getWorkspace } from "@/server/workspaces/get-workspace";
import { renameWorkspace } from "@/server/workspaces/rename-workspace";
import { mutation, personMutation, query, router } from "../trpc";

export const workspaceRouter = router({
  get: query(getWorkspace),
  rename: mutation(renameWorkspace),
  create: personMutation(createWorkspace),
});
