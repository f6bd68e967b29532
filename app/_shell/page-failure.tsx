"use client";

import { RotateCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { Button } from "@/app/_ui/button";
import { ButtonLink } from "@/app/_ui/button-link";
import { CopyId } from "@/app/_ui/copy-id";
import { ErrorPage } from "@/app/_ui/error-page";

export interface PageFailureProps {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
  /** As high as the window, where no navigation stands around it. */
  readonly alone?: boolean;
}

/** In place of a page that could not be drawn; everything around it keeps working. */
export function PageFailure({ error, reset, alone = false }: PageFailureProps) {
  const router = useRouter();
  const tryAgain = () =>
    startTransition(() => {
      // What failed on the server has to be asked for again; resetting alone would show the same failure.
      router.refresh();
      reset();
    });
  return (
    <ErrorPage
      alone={alone}
      title="This page could not be shown"
      actions={
        <>
          <Button variant="primary" icon={RotateCw} onClick={tryAgain}>
            Try again
          </Button>
          <ButtonLink href="/">Go to the start page</ButtonLink>
        </>
      }
      {...(error.digest === undefined
        ? {}
        : { errorId: <CopyId id={error.digest} label="error id" whole /> })}
    >
      {error.digest === undefined
        ? "Nothing that was saved is lost. Try again; if it happens once more, load the page anew."
        : "Nothing that was saved is lost. Try again; if it happens once more, look for the id below in the log of the server."}
    </ErrorPage>
  );
}
