import "./globals.css";
import { CSPProvider } from "@base-ui/react/csp-provider";
import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { ApiProvider } from "./_trpc/api-provider";
import { parseTheme, themeCookie } from "./_ui/theme";
import { Toaster } from "./_ui/toast";
import { TooltipProvider } from "./_ui/tooltip";

export const metadata: Metadata = {
  title: { default: "Millrace", template: "%s · Millrace" },
  description: "Draw event-driven systems, run them, watch every event, ask why, replay.",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { width: "device-width", initialScale: 1, colorScheme: "light dark" };

/** Reads the request on purpose: a page made at build time could carry neither nonce nor theme. */
export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const theme = parseTheme((await cookies()).get(themeCookie)?.value);
  const nonce = (await headers()).get("x-nonce");
  return (
    <html
      lang="en"
      {...(theme === "system" ? {} : { "data-theme": theme })}
      // The theme can change in another tab before this page wakes up.
      suppressHydrationWarning
    >
      <body>
        <CSPProvider disableStyleElements {...(nonce === null ? {} : { nonce })}>
          <ApiProvider>
            <TooltipProvider>
              <div className="app-root">{children}</div>
              <Toaster />
            </TooltipProvider>
          </ApiProvider>
        </CSPProvider>
      </body>
    </html>
  );
}
