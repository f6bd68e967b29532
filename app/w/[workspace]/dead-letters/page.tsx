import { permanentRedirect } from "next/navigation";
import { workspacePath } from "@/app/_flows/flow-paths";

/** Where dead letters stood before they were grouped into problems: links to it go on. */
export default async function DeadLettersPage({
  params,
}: {
  readonly params: Promise<{ workspace: string }>;
}) {
  permanentRedirect(workspacePath((await params).workspace, "problems"));
}
