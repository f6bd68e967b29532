/**
 * Where to go after signing in: the wanted address when it is a page of ours, else the start page. What comes out
 * is always a path of this origin, whatever tricks the text holds.
 */
export function safeNext(wanted: string | null | undefined): string {
  // One leading slash, no backslash and no control character: browsers read `/\evil` and `/<tab>/evil` as another host.
  if (!wanted || !/^\/(?!\/)[^\\\p{Cc}]*$/u.test(wanted)) return "/";
  const base = "http://own.invalid";
  const url = URL.canParse(wanted, base) ? new URL(wanted, base) : undefined;
  if (url?.origin !== base || url.pathname.startsWith("//")) return "/";
  if (/^\/(api|in|demo|sign-in|setup|join)(\/|$)/.test(url.pathname)) return "/";
  return `${url.pathname}${url.search}${url.hash}`;
}
