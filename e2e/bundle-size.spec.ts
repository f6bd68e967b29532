import { expect, test } from "./fixtures/test";

/** docs/adr/0010-size-of-the-editor.md says what is in it, and where more can be saved. Only ever lower this. */
const maxScriptBytes = 500_000;

test("the editor loads no more compressed JavaScript than agreed", async ({
  app,
  api,
  workspace,
  ownerPage: page,
}) => {
  const { slug } = await api.flows.create.mutate({ workspace });
  await page.goto(`${app.url}/w/${workspace}/flows/${slug}`, { waitUntil: "networkidle" });
  // The drawing is a part of its own, which a busy machine may fetch after a pause.
  await expect(page.getByTestId("canvas")).toBeVisible();
  await expect(page.getByTestId("start:form")).toBeVisible();
  await page.waitForLoadState("networkidle");
  const scripts = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .filter((entry) => entry instanceof PerformanceResourceTiming)
      .filter(({ name }) => new URL(name).pathname.endsWith(".js"))
      .map(({ name, encodedBodySize, decodedBodySize }) => ({ name, encodedBodySize, decodedBodySize })),
  );
  const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);
  const encoded = sum(scripts.map(({ encodedBodySize }) => encodedBodySize));
  const decoded = sum(scripts.map(({ decodedBodySize }) => decodedBodySize));
  console.info(`${encoded} bytes of JavaScript were sent, ${decoded} unpacked`);
  expect(scripts.length).toBeGreaterThan(0);
  expect(encoded, "what is sent is compressed").toBeLessThan(decoded / 2);
  expect(
    encoded,
    scripts.map((script) => `${script.encodedBodySize} ${script.name}`).join("\n"),
  ).toBeLessThan(maxScriptBytes);
});
