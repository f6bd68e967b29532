import { redirect } from "next/navigation";

interface SettingsPageProps {
  readonly params: Promise<{ readonly workspace: string }>;
}

export default async function SettingsPage({ params }: SettingsPageProps) {
  redirect(`/w/${(await params).workspace}/settings/members`);
}
