import { listAudit } from "@/server/audit/list-audit";
import { query, router } from "../trpc";

export const auditRouter = router({
  list: query(listAudit),
});
