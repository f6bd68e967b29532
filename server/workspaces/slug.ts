import type { Prisma } from "@/prisma/generated/client";

/** Makes the part of an address out of a name: "Köln & Bonn" becomes "koln-bonn". */
export function slugOf(name: string): string {
  const slug = name
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replace(/^-+|-+$/g, "");
  return slug || "workspace";
}

/** The name's slug, with a number behind it when another workspace has it already. */
export async function freeSlug(
  tx: Pick<Prisma.TransactionClient, "workspace">,
  name: string,
): Promise<string> {
  const base = slugOf(name);
  const taken = new Set(
    (await tx.workspace.findMany({ where: { slug: { startsWith: base } }, select: { slug: true } })).map(
      ({ slug }) => slug,
    ),
  );
  let slug = base;
  for (let number = 2; taken.has(slug); number += 1) slug = `${base}-${number}`;
  return slug;
}
