import type { Browser, BrowserContext } from "@playwright/test";
import { type ApiClient, apiClient } from "@/e2e/fixtures/api-client";
import { type App, startApp } from "@/e2e/fixtures/app";

const owner = { email: "owner@example.com", password: "correct horse battery" } as const;

/** A whole installation as people start it, and its owner in a browser. */
interface BuiltApp {
  readonly app: App;
  readonly api: ApiClient;
  readonly context: BrowserContext;
}

/** Starts the built app on data of its own, signs its owner in, and stops it afterwards. */
export async function withBuiltApp<Result>(
  browser: Browser,
  work: (built: BuiltApp) => Promise<Result>,
): Promise<Result> {
  const app = await startApp({
    MILLRACE_OWNER_EMAIL: owner.email,
    MILLRACE_OWNER_PASSWORD: owner.password,
  });
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
    const page = await context.newPage();
    await page.goto(`${app.url}/sign-in`);
    await page.getByLabel("E-mail").fill(owner.email);
    await page.getByLabel("Password", { exact: true }).fill(owner.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL((address) => !address.pathname.startsWith("/sign-in"));
    await page.close();
    return await work({ app, api: apiClient(app.url, await context.cookies()), context });
  } finally {
    await app.stop();
  }
}
