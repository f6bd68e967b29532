import { getDeps } from "@/server/db";
import { createRestApp } from "@/server/rest/rest-app";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

const rest = createRestApp(getDeps);

const handle = (request: Request) => rest.fetch(request);

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST, handle as PUT };
