import type { NextConfig } from "next";
import { securityHeaders } from "./server/web/security-headers";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Types and lint run as steps of their own in `npm test`; a start must not repeat them.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  // It would lie over the user menu.
  devIndicators: false,
  turbopack: {
    root: import.meta.dirname,
    resolveAlias: {
      buffer: { browser: "./app/_ui/no-buffer.ts" },
      "node:buffer": { browser: "./app/_ui/no-buffer.ts" },
      "next/dist/compiled/buffer": { browser: "./app/_ui/no-buffer.ts" },
    },
  },
  headers: async () => [{ source: "/:path*", headers: [...securityHeaders] }],
};

export default config;
