import { ArrowLeft } from "lucide-react";
import { ButtonLink } from "@/app/_ui/button-link";

/** The way back to the list. */
export function AllReplays({ workspace }: { readonly workspace: string }) {
  return (
    <div>
      <ButtonLink
        href={`/w/${workspace}/replays`}
        variant="ghost"
        size="dense"
        icon={ArrowLeft}
        className="-ml-2"
      >
        All replays
      </ButtonLink>
    </div>
  );
}
