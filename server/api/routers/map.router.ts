import { getMap } from "@/server/map/get-map";
import { query, router } from "../trpc";

/** All flows of a workspace as one drawing. */
export const mapRouter = router({ get: query(getMap) });
