"use client";

import { useSelectedLayoutSegment } from "next/navigation";
import { TabLinks } from "@/app/_ui/tabs";

const tabs = [
  ["members", "Members"],
  ["api-keys", "API keys"],
  ["credentials", "Credentials"],
  ["audit", "Audit"],
  ["workspace", "Workspace"],
  ["account", "Your account"],
] as const;

export function SettingsTabs({ workspace }: { readonly workspace: string }) {
  const base = `/w/${workspace}/settings`;
  const current = useSelectedLayoutSegment();
  return (
    <TabLinks
      label="Settings"
      tabs={tabs.map(([segment, label]) => ({ href: `${base}/${segment}`, label }))}
      current={current === null ? undefined : `${base}/${current}`}
    />
  );
}
