import { FingerprintPattern, KeyRound, type LucideIcon, Mail, UserRoundKey } from "lucide-react";
import type { RouterOutputs } from "@/app/_trpc/router-types";

export type ListedCredential = RouterOutputs["credentials"]["list"][number];
export type ShownContent = ListedCredential["content"];
export type CredentialType = ShownContent["type"];

/** The types in words. */
export const credentialWords = {
  smtp: { label: "Mail server (SMTP)", detail: "Sends the e-mails of your flows", icon: Mail },
  bearer: { label: "Bearer token", detail: "Authorization: Bearer …", icon: KeyRound },
  basic: { label: "User and password", detail: "HTTP Basic authentication", icon: UserRoundKey },
  header: {
    label: "Header",
    detail: "A secret in a header of its own, such as X-Api-Key",
    icon: FingerprintPattern,
  },
} as const satisfies Record<CredentialType, { label: string; detail: string; icon: LucideIcon }>;

/** Where a credential may be sent, for a cell of the table. */
export function placesOf(content: ShownContent): string {
  if (content.type !== "smtp") return content.public.hosts.join(", ");
  return `${content.public.host}:${content.public.port}`;
}
