"use client";

import { Banner } from "@/app/_ui/banner";
import { formatDuration } from "@/app/_ui/format";
import { useNow } from "@/app/_ui/use-now";

/** A connection that comes back at once is not worth a word. */
const PATIENCE_MS = 1_500;

/** Says since when nothing new can come; nothing is invented meanwhile. */
export function LostBanner({ since }: { readonly since: Date }) {
  const lostMs = useNow().getTime() - since.getTime();
  if (lostMs < PATIENCE_MS) return null;
  return <Banner tone="wait">Live updates stopped {formatDuration(lostMs)} ago. Reconnecting…</Banner>;
}
