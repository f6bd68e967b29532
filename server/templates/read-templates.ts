import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import * as z from "zod";
import type { FlowDocument } from "@/flow/document/flow-document";
import { flowFromText } from "@/flow/document/flow-yaml";
import { faultsText } from "@/flow/document/parse-flow";

const aboutSchema = z.strictObject({
  /** Place in the gallery, smallest first. */
  order: z.int(),
  title: z.string().min(1).max(60),
  summary: z.string().min(1).max(200),
  /** Heading it stands under. */
  group: z.string().min(1).max(40),
  /** What to do and what to watch, a sentence or two each. */
  see: z.array(z.string().min(1)).min(1).max(8),
});

/** A ready-made flow of the gallery. */
export interface Template extends z.infer<typeof aboutSchema> {
  /** Name of its folder. */
  readonly id: string;
  readonly document: FlowDocument;
}

/** Where the gallery lies: beside the sources, whichever process runs them. */
export const templatesFolder = join(process.cwd(), "templates");

/**
 * Reads all templates of a folder, in the order of the gallery.
 * @throws Error that names the template that does not fit
 */
export function readTemplates(folder: string): Template[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => readTemplate(folder, name))
    .sort((a, b) => a.order - b.order);
}

function readTemplate(folder: string, id: string): Template {
  const about = aboutSchema.safeParse(parse(readFileSync(join(folder, id, "about.yaml"), "utf8")));
  if (!about.success) throw new Error(`templates/${id}/about.yaml: ${z.prettifyError(about.error)}`);
  const { document, faults } = flowFromText(readFileSync(join(folder, id, "flow.yaml"), "utf8"));
  if (document === undefined) throw new Error(`templates/${id}/flow.yaml: ${faultsText(faults)}`);
  return { id, ...about.data, document };
}

let known: readonly Template[] | undefined;

/** The gallery of this installation, read once per process. */
export function templates(): readonly Template[] {
  known ??= readTemplates(templatesFolder);
  return known;
}
