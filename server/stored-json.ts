import * as z from "zod";
import type { Prisma } from "@/prisma/generated/client";

const jsonObject = z.record(z.string(), z.json());

/** A plain object as the database keeps it: without `undefined`, with nothing that is not JSON. */
export function toStoredJson(value: object): Prisma.InputJsonObject {
  return jsonObject.parse(JSON.parse(JSON.stringify(value)));
}
