import * as z from "zod";

/** What became of a sent form. */
export type SendOutcome =
  | { readonly kind: "stored"; readonly id: string; readonly topic: string; readonly offset: number }
  | { readonly kind: "kept" }
  | { readonly kind: "quarantined" }
  | { readonly kind: "refused"; readonly message: string; readonly field?: string | undefined };

const storedSchema = z.object({ id: z.string(), topic: z.string(), offset: z.int() });
const keptSchema = z.object({ status: z.literal("kept as sample") });
const quarantinedSchema = z.object({ status: z.literal("quarantined") });
const problemSchema = z.object({ detail: z.string(), attribute: z.string().optional() });

/** Sends the fields of a form to its address, just as a browser without JavaScript would. */
export async function sendForm(action: string, data: FormData): Promise<SendOutcome> {
  const body = new URLSearchParams();
  for (const [name, value] of data) if (typeof value === "string") body.append(name, value);
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(action, { method: "POST", body, headers: { accept: "application/json" } });
    answer = await response.json();
  } catch (error) {
    if (!(error instanceof TypeError) && !(error instanceof SyntaxError)) throw error;
    return {
      kind: "refused",
      message: "It could not be sent: nobody answered. Check the network and send it again.",
    };
  }
  if (response.ok) {
    const stored = storedSchema.safeParse(answer);
    if (stored.success) return { kind: "stored", ...stored.data };
    if (keptSchema.safeParse(answer).success) return { kind: "kept" };
    if (quarantinedSchema.safeParse(answer).success) return { kind: "quarantined" };
  }
  const problem = problemSchema.safeParse(answer);
  const message = problem.success ? problem.data.detail : "It could not be sent. Send it again.";
  return { kind: "refused", message, field: problem.data?.attribute };
}
