/** Kept in a cookie, so that the first paint has the right width. */
export const navFoldCookie = "millrace-nav";

export function isNavFolded(cookie: string | undefined): boolean {
  return cookie === "folded";
}
