import type { inferRouterOutputs } from "@trpc/server";
import { formatDuration, formatPlural } from "@/app/_ui/format";
import type { AppRouter } from "@/server/api/root";

export type HealthNow = inferRouterOutputs<AppRouter>["health"]["now"];
type HealingRow = HealthNow["healings"][number];

/** What healed itself, as a sentence with its marks. */
export function healingWords({ healing, consumer }: HealingRow): string {
  switch (healing.kind) {
    case "breaker-closed":
      return `\`${healing.destination}\` answered again after ${formatDuration(healing.seconds * 1000)}; *${consumer ?? "a removed consumer"}* went on.`;
    case "worker-renewed":
      return `\`${healing.process}\` got no work from the queue any more and was connected anew.`;
    case "handed-out-again": {
      const { orphaned, lost } = healing;
      const reasons = [
        ...(orphaned > 0 ? [`${formatPlural(orphaned, "batch", "batches")} of a process that was gone`] : []),
        ...(lost > 0 ? [`${formatPlural(lost, "batch", "batches")} that the queue had lost`] : []),
      ];
      return `${reasons.join(" and ")} ${orphaned + lost === 1 ? "was" : "were"} handed out again. Nothing was lost.`;
    }
  }
}
