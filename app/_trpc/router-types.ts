import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/api/root";

/** What procedures take, as in `RouterInputs["flows"]["save"]`. */
export type RouterInputs = inferRouterInputs<AppRouter>;
/** What procedures answer, as in `RouterOutputs["flows"]["list"]`. */
export type RouterOutputs = inferRouterOutputs<AppRouter>;
