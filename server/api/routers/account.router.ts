import { me } from "@/server/account/me";
import { personQuery, router } from "../trpc";

export const accountRouter = router({
  me: personQuery(me),
});
