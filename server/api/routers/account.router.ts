import { listSessions } from "@/server/account/list-sessions";
import { me } from "@/server/account/me";
import { renameMe } from "@/server/account/rename-me";
import { signOutEverywhere } from "@/server/account/sign-out-everywhere";
import { personMutation, personQuery, router } from "../trpc";

export const accountRouter = router({
  me: personQuery(me),
  sessions: personQuery(listSessions),
  rename: personMutation(renameMe),
  signOutEverywhere: personMutation(signOutEverywhere),
});
