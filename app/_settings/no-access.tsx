import { Lock } from "lucide-react";
import { EmptyState } from "@/app/_ui/empty-state";

/** In place of a list that the reader may not see. */
export function NoAccess({ children }: { readonly children: string }) {
  return <EmptyState icon={Lock}>{children}</EmptyState>;
}
