/** What a person can choose; `system` is the absence of a choice. */
export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

/**
 * The choice lives in a cookie, so that the server writes it into the first byte of the page: no flash, and no
 * inline script that a strict Content-Security-Policy would have to allow.
 */
export const themeCookie = "millrace-theme";

/** A cookie is input from outside: whatever is not a theme means the system decides. */
export function parseTheme(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? "system";
}
