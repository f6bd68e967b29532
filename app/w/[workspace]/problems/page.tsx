import type { Metadata } from "next";
import * as z from "zod";
import { ProblemsPage } from "@/app/_live/problems/problems-page";

export const metadata: Metadata = { title: "Problems" };

const stateSchema = z.enum(["open", "acknowledged", "resolved", "ignored"]).catch("open");

interface Props {
  readonly params: Promise<{ workspace: string }>;
  readonly searchParams: Promise<{ state?: string | string[] }>;
}

export default async function ProblemsRoute({ params, searchParams }: Props) {
  const [{ workspace }, { state }] = await Promise.all([params, searchParams]);
  return <ProblemsPage workspace={workspace} state={stateSchema.parse(state)} />;
}
