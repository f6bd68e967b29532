import type { Role } from "@/prisma/generated/enums";

export type { Role };

/** Who acts, always bound to one workspace; `role` is what the membership or key grants there. */
export interface Actor {
  readonly kind: "user" | "api-key" | "system";
  /** User id, API key id, or the name of the part of the system. */
  readonly id: string;
  /** Shown in history and audit. */
  readonly name: string;
  readonly workspaceId: string;
  readonly workspaceSlug: string;
  readonly role: Role;
  readonly ip?: string | undefined;
}
