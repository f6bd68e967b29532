import type { Metadata } from "next";
import { notFound } from "next/navigation";
import * as z from "zod";
import { EventPage } from "@/app/_live/event-page/event-page";

const paramsSchema = z.object({
  workspace: z.string(),
  topic: z.string().transform(decodeURIComponent),
  offset: z.coerce.number().int().min(1),
});

interface Props {
  readonly params: Promise<{ workspace: string; topic: string; offset: string }>;
  readonly searchParams: Promise<{ flow?: string | string[] }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const parsed = paramsSchema.safeParse(await params);
  return { title: parsed.success ? `${parsed.data.topic} ${parsed.data.offset}` : "Event" };
}

export default async function OneEventPage({ params, searchParams }: Props) {
  const parsed = paramsSchema.safeParse(await params);
  if (!parsed.success) notFound();
  const { flow } = await searchParams;
  return <EventPage {...parsed.data} flow={typeof flow === "string" ? flow : undefined} />;
}
