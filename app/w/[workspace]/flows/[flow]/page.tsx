import { isTRPCClientError } from "@trpc/client";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { FlowEditor } from "@/app/_editor/flow-editor";
import { getQueryClient, Hydrate, trpc } from "@/app/_trpc/server";
import { AppError } from "@/server/app-error";

interface Props {
  readonly params: Promise<{ readonly workspace: string; readonly flow: string }>;
}

async function load({ params }: Props) {
  const { workspace, flow } = await params;
  try {
    return await getQueryClient().fetchQuery(trpc.flows.get.queryOptions({ workspace, flow }));
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    if (cause instanceof AppError && cause.code === "not-found") notFound();
    if (isTRPCClientError(error) && error.data?.appCode === "not-found") notFound();
    throw error;
  }
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: (await load(props)).name };
}

export default async function FlowPage(props: Props) {
  const { workspace, flow } = await props.params;
  await load(props);
  return (
    <Hydrate>
      <FlowEditor workspace={workspace} flow={flow} />
    </Hydrate>
  );
}
