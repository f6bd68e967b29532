import { Compass } from "lucide-react";
import type { Metadata } from "next";
import { ButtonLink } from "./_ui/button-link";
import { ErrorPage } from "./_ui/error-page";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <ErrorPage
      alone
      icon={Compass}
      title="There is nothing at this address"
      actions={
        <ButtonLink href="/" variant="primary">
          Go to the start page
        </ButtonLink>
      }
    >
      It may have been renamed or deleted, or it belongs to a workspace that you are not a member of.
    </ErrorPage>
  );
}
