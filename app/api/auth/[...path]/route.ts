import { handleAuthRequest } from "@/server/auth/handle-auth-request";
import { getDeps } from "@/server/db";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

const handle = (request: Request) => handleAuthRequest(getDeps(), request);

export { handle as GET, handle as POST };
