"use client";

import { PageFailure, type PageFailureProps } from "@/app/_shell/page-failure";

export default function WorkspaceError(props: PageFailureProps) {
  return <PageFailure error={props.error} reset={props.reset} />;
}
