import { listTemplates } from "@/server/templates/list-templates";
import { useTemplate } from "@/server/templates/use-template";
import { mutation, query, router } from "../trpc";

/** The gallery of ready-made flows. */
export const templatesRouter = router({
  list: query(listTemplates),
  use: mutation(useTemplate),
});
