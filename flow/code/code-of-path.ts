import { parsePath } from "../expression/paths";

/** How code writes a field that expressions know by its path: the payload is `event.data` there. */
export function codeOfPath(path: string): string {
  const [root = "", ...rest] = parsePath(path) ?? [path];
  const start = root === "data" ? "event.data" : String(root);
  const parts = rest.map((part) =>
    typeof part === "string" && /^[A-Za-z_$][\w$]*$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`,
  );
  return start + parts.join("");
}
