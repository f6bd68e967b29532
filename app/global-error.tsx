"use client";

import "./globals.css";

/**
 * The last resort, when even the layout failed. It is made at build time and so has no nonce: it must work
 * without any script of its own, hence a plain link that loads the page anew.
 */
export default function GlobalError({ error }: { readonly error: Error & { readonly digest?: string } }) {
  return (
    <html lang="en">
      <body className="flex min-h-dvh flex-col items-center justify-center gap-3 p-6 text-center">
        <title>Millrace</title>
        <h1 className="text-title">Millrace could not be shown</h1>
        <p className="max-w-[52ch] text-body text-text-2">
          Nothing that was saved is lost. Try again; if it happens once more, look into the log of the server.
        </p>
        <a
          // biome-ignore lint/a11y/useValidAnchor: an empty address is this page
          href=""
          className="inline-flex h-8 items-center rounded-control bg-accent px-3 text-dense font-strong text-on-accent"
        >
          Try again
        </a>
        {error.digest === undefined ? null : (
          <p className="font-mono text-label text-muted">{error.digest}</p>
        )}
      </body>
    </html>
  );
}
