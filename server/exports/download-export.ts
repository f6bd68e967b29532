import * as z from "zod";
import { AppError } from "../app-error";
import { recordAudit } from "../audit/record";
import { can } from "../auth/can";
import { resolveActor } from "../auth/resolve-actor";
import { resolvePerson } from "../auth/resolve-person";
import type { Deps } from "../deps";
import { problemResponse } from "../rest/problem-response";
import { exportFormats } from "./event-lines";

const types = { ndjson: "application/x-ndjson", csv: "text/csv; charset=utf-8; header=present" } as const;

const missing = () =>
  new AppError("not-found", "There is no such file. Exports are deleted a day after they were made.");

async function findExport(deps: Deps, id: string) {
  if (!z.uuid().safeParse(id).success) throw missing();
  const found = await deps.db.eventExport.findUnique({
    where: { id },
    select: {
      id: true,
      format: true,
      state: true,
      parts: true,
      written: true,
      createdAt: true,
      workspace: true,
    },
  });
  if (found === null || found.state !== "done") throw missing();
  return { ...found, format: z.enum(exportFormats).parse(found.format) };
}

/**
 * Answers a browser that fetches a finished export: part after part, so that the file is never in memory as a whole.
 * Only those who may export events of its workspace get it.
 */
export async function downloadExport(deps: Deps, request: Request, id: string): Promise<Response> {
  try {
    const person = await resolvePerson(deps, request.headers);
    if (person === undefined) throw new AppError("not-signed-in", "You are signed out. Sign in to go on.");
    const { workspace, format, parts, written, createdAt } = await findExport(deps, id);
    const actor = await resolveActor(deps, person, workspace.slug);
    if (!can(actor, "event.export", { workspaceId: workspace.id })) throw missing();
    await recordAudit(deps.db, actor, "event.export-downloaded", format, { export: id, events: written });
    let number = 0;
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const part =
          number < parts
            ? await deps.db.eventExportPart.findUnique({
                where: { exportId_number: { exportId: id, number } },
              })
            : null;
        number += 1;
        if (part === null) controller.close();
        else controller.enqueue(part.data);
      },
    });
    const day = createdAt.toISOString().slice(0, 16).replace("T", "-").replace(":", "");
    return new Response(body, {
      headers: {
        "content-type": types[format],
        "content-disposition": `attachment; filename="events-${workspace.slug}-${day}.${format}"`,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
      },
    });
  } catch (error) {
    return problemResponse(error, deps.log);
  }
}
