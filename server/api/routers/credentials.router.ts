import { createCredential } from "@/server/credentials/create-credential";
import { deleteCredential } from "@/server/credentials/delete-credential";
import { listCredentials } from "@/server/credentials/list-credentials";
import { replaceCredential } from "@/server/credentials/replace-credential";
import { mutation, query, router } from "../trpc";

export const credentialsRouter = router({
  list: query(listCredentials),
  create: mutation(createCredential),
  replace: mutation(replaceCredential),
  delete: mutation(deleteCredential),
});
