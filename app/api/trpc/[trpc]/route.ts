import { handleApiRequest } from "@/server/api/handle-api-request";
import { getDeps } from "@/server/db";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

const handle = (request: Request) => handleApiRequest(getDeps(), request);

export { handle as GET, handle as POST };
