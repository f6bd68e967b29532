import type { Metadata } from "next";
import { JoinForm } from "./join-form";

export const metadata: Metadata = { title: "Set your password", referrer: "no-referrer" };

export default function JoinPage() {
  return <JoinForm />;
}
