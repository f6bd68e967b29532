import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/api/root";

export type Problem = inferRouterOutputs<AppRouter>["problems"]["list"]["problems"][number];
export type ProblemState = Problem["state"];
export type Redrive = inferRouterOutputs<AppRouter>["problems"]["redrives"][number];
