"use client";

import { PageFailure, type PageFailureProps } from "./_shell/page-failure";

export default function RootError(props: PageFailureProps) {
  return <PageFailure error={props.error} reset={props.reset} alone />;
}
