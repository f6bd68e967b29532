import { createApiKey } from "@/server/api-keys/create-api-key";
import { listApiKeys } from "@/server/api-keys/list-api-keys";
import { revokeApiKey } from "@/server/api-keys/revoke-api-key";
import { mutation, query, router } from "../trpc";

export const apiKeysRouter = router({
  list: query(listApiKeys),
  create: mutation(createApiKey),
  revoke: mutation(revokeApiKey),
});
