/** The cookie that remembers which workspace was open last; only a slug, checked against the memberships. */
export const lastWorkspaceCookie = "millrace.workspace";
