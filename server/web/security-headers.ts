/** Sent with every page and file that Next serves; the policy with the nonce comes from `contentSecurityPolicy`. */
export const securityHeaders: readonly { readonly key: string; readonly value: string }[] = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  // Addresses hold names of workspaces and keys of forms: only our own origin may see them.
  { key: "Referrer-Policy", value: "same-origin" },
  {
    key: "Permissions-Policy",
    value: "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
  },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
];

interface PolicyOptions {
  /** Fresh for every page, at least 128 random bits. */
  readonly nonce: string;
  /** The development server evaluates code and injects styles; production does neither. */
  readonly isDevelopment: boolean;
}

/**
 * The Content-Security-Policy of a page. Scripts run by nonce alone. Style attributes are allowed because
 * React Flow places cards and Base UI places popups by `style="…"` in server-rendered HTML; an attribute can
 * neither load a file nor select another element. Style sheets and `<style>` stay bound to our origin and the
 * nonce. No `upgrade-insecure-requests`: Millrace may run on plain http in a local network.
 */
export function contentSecurityPolicy({ nonce, isDevelopment }: PolicyOptions): string {
  const directives = [
    "default-src 'self'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' 'nonce-${nonce}'`,
    isDevelopment ? "style-src-elem 'self' 'unsafe-inline'" : `style-src-elem 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  return directives.join("; ");
}
