"use client";

import { RotateCw } from "lucide-react";
import { Button } from "./_ui/button";
import { ButtonLink } from "./_ui/button-link";
import { CopyId } from "./_ui/copy-id";
import { ErrorPage } from "./_ui/error-page";

interface ErrorProps {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}

/** Shown in place of a page that could not be drawn; everything around it keeps working. */
export default function PageError({ error, reset }: ErrorProps) {
  return (
    <div className="flex min-h-dvh flex-col">
      <ErrorPage
        title="This page could not be shown"
        actions={
          <>
            <Button variant="primary" icon={RotateCw} onClick={reset}>
              Try again
            </Button>
            <ButtonLink href="/">Go to the start page</ButtonLink>
          </>
        }
        {...(error.digest === undefined
          ? {}
          : { errorId: <CopyId id={error.digest} label="error id" whole /> })}
      >
        Nothing that was saved is lost. Try again; if it happens once more, look for the error id in the log
        of the server.
      </ErrorPage>
    </div>
  );
}
