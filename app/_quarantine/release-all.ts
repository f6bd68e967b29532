import type { RouterInputs, RouterOutputs } from "@/app/_trpc/router-types";
import type { useTRPCClient } from "@/app/_trpc/trpc-context";

/** What is to be released, and how. */
export type Release = Omit<RouterInputs["quarantine"]["release"], "workspace">;

/** What several releases came to. */
export interface Released {
  readonly released: number;
  /** Why the others stay, a sentence for each. */
  readonly left: readonly string[];
}

type Report = Pick<RouterOutputs["quarantine"]["release"], "released" | "events">;

/** What one release came to. */
export function releasedOf({ released, events }: Report): Released {
  return { released, left: events.flatMap(({ problem }) => problem ?? []) };
}

/** Releases all events of a choice, a group in as many calls as it needs. */
export async function releaseAll(
  client: ReturnType<typeof useTRPCClient>,
  workspace: string,
  { choice, ...how }: Release,
): Promise<Released> {
  let released = 0;
  const left: string[] = [];
  let next: Release["choice"] | undefined = choice;
  while (next !== undefined) {
    const report = await client.quarantine.release.mutate({ workspace, choice: next, ...how });
    const part = releasedOf(report);
    released += part.released;
    left.push(...part.left);
    next = report.nextAfter === null || "ids" in choice ? undefined : { ...choice, after: report.nextAfter };
  }
  return { released, left };
}
