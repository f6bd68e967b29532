import { changeRole } from "@/server/members/change-role";
import { inviteMember } from "@/server/members/invite-member";
import { listMembers } from "@/server/members/list-members";
import { removeMember } from "@/server/members/remove-member";
import { renewLink } from "@/server/members/renew-link";
import { mutation, query, router } from "../trpc";

export const membersRouter = router({
  list: query(listMembers),
  invite: mutation(inviteMember),
  renewLink: mutation(renewLink),
  changeRole: mutation(changeRole),
  remove: mutation(removeMember),
});
