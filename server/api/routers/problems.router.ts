import {
  deleteAlertRule,
  listAlertRules,
  renewAlertSecret,
  saveAlertRule,
  testAlertRule,
} from "@/server/alerts/alert-rules";
import { changeProblem } from "@/server/problems/change-problem";
import { editAndRedrive, letterInput } from "@/server/problems/edit-letter";
import { listProblems, problemLetters } from "@/server/problems/list-problems";
import { cancelRedrive, listRedrives, planRedrive, startRedrive } from "@/server/problems/redrive-group";
import { mutation, query, router } from "../trpc";

/** Failures by cause, and what is done about them. */
export const problemsRouter = router({
  list: query(listProblems),
  letters: query(problemLetters),
  change: mutation(changeProblem),
  letterInput: query(letterInput),
  editAndRedrive: mutation(editAndRedrive),
  planRedrive: query(planRedrive),
  startRedrive: mutation(startRedrive),
  cancelRedrive: mutation(cancelRedrive),
  redrives: query(listRedrives),
});

/** Rules that tell somebody when something goes wrong. */
export const alertsRouter = router({
  list: query(listAlertRules),
  save: mutation(saveAlertRule),
  delete: mutation(deleteAlertRule),
  renewSecret: mutation(renewAlertSecret),
  test: mutation(testAlertRule),
});
