import { getDeps } from "@/server/db";
import { downloadExport } from "@/server/exports/download-export";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

interface Context {
  readonly params: Promise<{ export: string }>;
}

export async function GET(request: Request, { params }: Context): Promise<Response> {
  return downloadExport(getDeps(), request, (await params).export);
}
