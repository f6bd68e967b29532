import { Compass } from "lucide-react";
import { ButtonLink } from "@/app/_ui/button-link";
import { ErrorPage } from "@/app/_ui/error-page";

export default function NotFoundInWorkspace() {
  return (
    <ErrorPage
      icon={Compass}
      title="There is nothing at this address"
      actions={<ButtonLink href="/">Go to the start page</ButtonLink>}
    >
      It may have been renamed or deleted. Choose where to go in the navigation.
    </ErrorPage>
  );
}
