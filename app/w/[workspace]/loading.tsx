import { Page, PageTable } from "@/app/_ui/page";
import { Skeleton, SkeletonRows } from "@/app/_ui/skeleton";

/** Stands for any page of the workspace while its data is on the way. */
export default function WorkspaceLoading() {
  return (
    <Page width="full" fill>
      <div className="flex h-12 shrink-0 items-start pt-1.5">
        <Skeleton className="h-5 w-32" />
      </div>
      <PageTable>
        <SkeletonRows />
      </PageTable>
    </Page>
  );
}
