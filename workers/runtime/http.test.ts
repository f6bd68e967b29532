import type { RequestListener } from "node:http";
import { isIP } from "node:net";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import type { CredentialContent } from "@/server/credentials/credential-types";
import { createEgressGuard, type Resolve } from "@/server/egress/egress-guard";
import cases from "@/server/egress/fixtures/ssrf.json";
import { createHttpClient, type HttpClient } from "./http";
import { type RecordingServer, recordingServer, testCall } from "./testing";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serve(answer: RequestListener): Promise<RecordingServer> {
  const server = await recordingServer(answer);
  closing.push(() => server.close());
  return server;
}

function client(
  allow: readonly string[],
  resolve?: Resolve,
  publicUrl = "http://millrace.example",
): HttpClient {
  const made = createHttpClient({ guard: createEgressGuard(allow, resolve), publicUrl });
  closing.push(() => made.close());
  return made;
}

const ok: RequestListener = (_request, response) => response.end('{"ok":true}');
const opened = ({ port }: RecordingServer) => [`127.0.0.1:${port}`];

describe("a request", () => {
  it("does not wait for those of another caller, however many of them hang at the same server", async () => {
    let isHanging = true;
    const held: (() => void)[] = [];
    const server = await serve((request, response) => {
      const end = () => response.end("ok");
      if (isHanging && request.url === "/hangs") held.push(end);
      else end();
    });
    const http = client(opened(server));
    const hanging = Array.from({ length: 200 }, () =>
      http.request(
        { method: "GET", url: `${server.address}/hangs`, timeoutMs: 30_000 },
        testCall({ caller: "noisy", timeoutMs: 30_000 }).call,
      ),
    );
    const answer = await http.request(
      { method: "GET", url: `${server.address}/quick`, timeoutMs: 30_000 },
      testCall({ caller: "other", timeoutMs: 30_000 }).call,
    );
    expect(answer.status).toBe(200);
    isHanging = false;
    for (const end of held) end();
    expect(await Promise.all(hanging)).toHaveLength(200);
  });

  it("arrives as the step made it, with a key of its own, and is recorded", async () => {
    const server = await serve(ok);
    const { call, exchanges } = testCall();
    const response = await client(opened(server)).request(
      {
        method: "POST",
        url: `${server.address}/orders?x=1`,
        headers: { "X-Shop": "a" },
        body: '{"a":1}',
        timeoutMs: 1000,
      },
      call,
    );
    expect(response).toMatchObject({ status: 200, body: '{"ok":true}' });
    expect(server.requests).toMatchObject([
      {
        method: "POST",
        url: "/orders?x=1",
        headers: { "x-shop": "a", "idempotency-key": "key-1" },
        body: '{"a":1}',
      },
    ]);
    expect(exchanges).toMatchObject([
      {
        method: "POST",
        status: 200,
        requestBody: '{"a":1}',
        responseBody: '{"ok":true}',
        requestHeaders: { "x-shop": "a" },
      },
    ]);
  });

  it("has no key when it only asks", async () => {
    const server = await serve(ok);
    await client(opened(server)).request(
      { method: "GET", url: server.address, timeoutMs: 1000 },
      testCall().call,
    );
    expect(server.requests[0]?.headers).not.toHaveProperty("idempotency-key");
  });

  it.each(["Host", "Content-Length", "Transfer-Encoding", "Connection"])("cannot set %s", async (name) => {
    const server = await serve(ok);
    await client(opened(server)).request(
      { method: "POST", url: server.address, headers: { [name]: "17" }, body: "x", timeoutMs: 1000 },
      testCall().call,
    );
    expect(server.requests[0]?.body).toBe("x");
    expect(server.requests[0]?.headers.host).toBe(`127.0.0.1:${server.port}`);
  });

  it("cannot smuggle a header in a value", async () => {
    const server = await serve(ok);
    const request = client(opened(server)).request(
      { method: "GET", url: `${server.address}/%0d%0aX:%20y`, headers: { a: "a\r\nX: y" }, timeoutMs: 1000 },
      testCall().call,
    );
    await expect(request).rejects.toMatchObject({ code: "bad-header", isRetryable: false });
    expect(server.requests).toEqual([]);
  });
});

describe("the egress guard", () => {
  it.each(cases.literalUrls.filter((entry) => entry.expect !== "allow"))(
    "lets no byte through to $url",
    async ({ url }) => {
      const canary = await serve(ok);
      const target = URL.canParse(url) ? new URL(url) : undefined;
      // Where the case allows it, the canary listens at the very port.
      if (target) target.port = String(canary.port);
      const request = client([]).request(
        { method: "GET", url: target?.href ?? url, timeoutMs: 2000 },
        testCall().call,
      );
      await expect(request).rejects.toMatchObject({
        name: "StepFailure",
        isRetryable: false,
        code: expect.stringMatching(/^(egress-blocked|bad-address)$/),
      });
      expect(canary.requests).toEqual([]);
    },
  );

  it("asks a name again for every connection, and connects to nothing but what it was told", async () => {
    const canary = await serve(ok);
    const answers = [["93.184.216.34"], ["127.0.0.1"]];
    const asked: string[] = [];
    const resolve: Resolve = async (hostname) => {
      asked.push(hostname);
      return (answers.shift() ?? []).map((address) => ({ address, family: isIP(address) }));
    };
    const http = client([], resolve);
    const url = `http://rebind.test:${canary.port}/`;
    const first = http.request({ method: "GET", url, timeoutMs: 300 }, testCall().call);
    await expect(first).rejects.toMatchObject({ name: "StepFailure", isRetryable: true });
    const second = http.request({ method: "GET", url, timeoutMs: 300 }, testCall().call);
    await expect(second).rejects.toMatchObject({ code: "egress-blocked" });
    expect(asked[0]).toBe("rebind.test");
    expect(canary.requests).toEqual([]);
  });

  it.each([301, 302, 303, 307, 308])("looks at every address that a %i sends on to", async (status) => {
    const canary = await serve(ok);
    const targets = [
      `http://127.0.0.1:${canary.port}/`,
      `http://localhost:${canary.port}/`,
      "file:///etc/passwd",
      "gopher://127.0.0.1:6379/_FLUSHALL",
    ];
    const server = await serve((request, response) =>
      response.writeHead(status, { location: targets[Number(request.url?.slice(1))] }).end(),
    );
    for (const [index] of targets.entries()) {
      const request = client(opened(server)).request(
        { method: "POST", url: `${server.address}/${index}`, body: "x", timeoutMs: 1000 },
        testCall().call,
      );
      await expect(request).rejects.toMatchObject({ isRetryable: false });
    }
    expect(canary.requests).toEqual([]);
  });

  it("reaches the installation's own demo endpoint, and nothing else of it", async () => {
    const own = await serve(ok);
    const http = client([], undefined, own.address);
    const paths = ["/demo/inventory", `${own.address}/demo/inventory`];
    for (const url of paths) {
      await expect(
        http.request({ method: "GET", url, timeoutMs: 1000 }, testCall().call),
      ).resolves.toMatchObject({ status: 200 });
    }
    for (const path of ["/api/v1/flows", "/demo/../api/v1/flows", "/demo/%2e%2e/api"]) {
      const request = http.request(
        { method: "GET", url: `${own.address}${path}`, timeoutMs: 1000 },
        testCall().call,
      );
      await expect(request).rejects.toMatchObject({ code: "egress-blocked" });
    }
    expect(own.requests.map(({ url }) => url)).toEqual(["/demo/inventory", "/demo/inventory"]);
  });
});

describe("redirects", () => {
  it("drop everything that may be secret at another origin, and keep it at the same", async () => {
    const other = await serve(ok);
    const server = await serve((request, response) => {
      const location = request.url === "/same" ? "/end" : `${other.address}/end`;
      if (request.url === "/end") ok(request, response);
      else response.writeHead(307, { location }).end();
    });
    const credential: CredentialContent = {
      type: "bearer",
      public: { hosts: [`127.0.0.1:${server.port}`] },
      secret: { token: "s3cret-token" },
    };
    const http = client([...opened(server), ...opened(other)]);
    const headers = { cookie: "a=b", "x-api-key": "k", "content-type": "text/plain" };
    for (const path of ["/same", "/other"]) {
      await http.request(
        { method: "POST", url: `${server.address}${path}`, headers, body: "x", timeoutMs: 1000 },
        testCall({ credential }).call,
      );
    }
    expect(server.requests[1]?.headers).toMatchObject({
      authorization: "Bearer s3cret-token",
      cookie: "a=b",
    });
    expect(other.requests[0]).toMatchObject({
      method: "POST",
      body: "x",
      headers: { "content-type": "text/plain" },
    });
    for (const name of ["authorization", "cookie", "x-api-key"]) {
      expect(other.requests[0]?.headers).not.toHaveProperty(name);
    }
  });

  it("turn a POST into a GET for 303, and end after five", async () => {
    const server = await serve((request, response) => {
      if (request.url === "/see") response.writeHead(303, { location: "/seen" }).end();
      else if (request.url === "/seen") ok(request, response);
      else response.writeHead(302, { location: `${request.url}x` }).end();
    });
    const http = client(opened(server));
    await http.request(
      { method: "POST", url: `${server.address}/see`, body: "x", timeoutMs: 1000 },
      testCall().call,
    );
    expect(server.requests[1]).toMatchObject({ method: "GET", body: "" });
    const endless = http.request(
      { method: "GET", url: `${server.address}/loop`, timeoutMs: 1000 },
      testCall().call,
    );
    await expect(endless).rejects.toMatchObject({ code: "redirects", isRetryable: false });
    expect(server.requests.filter(({ url }) => url.startsWith("/loop"))).toHaveLength(6);
  });
});

describe("answers", () => {
  it("are unpacked", async () => {
    const server = await serve((_request, response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("grüße")),
    );
    const response = await client(opened(server)).request(
      { method: "GET", url: server.address, timeoutMs: 1000 },
      testCall().call,
    );
    expect(response.body).toBe("grüße");
  });

  it("of more than 1 MB are refused, also when they arrive as a few bytes", async () => {
    const zeros = Buffer.alloc(100_000_000);
    const bomb = brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
    const server = await serve((request, response) => {
      if (request.url === "/bomb") response.writeHead(200, { "content-encoding": "br" }).end(bomb);
      else response.end(zeros.subarray(0, 2_000_000));
    });
    for (const path of ["/bomb", "/plain"]) {
      const request = client(opened(server)).request(
        { method: "GET", url: `${server.address}${path}`, timeoutMs: 5000 },
        testCall().call,
      );
      await expect(request).rejects.toMatchObject({ code: "response-too-large", isRetryable: false });
    }
  });

  it("that come byte by byte end at the deadline", async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write("x"), 20);
      response.on("close", () => clearInterval(timer));
    });
    const request = client(opened(server)).request(
      { method: "GET", url: server.address, timeoutMs: 300 },
      testCall().call,
    );
    await expect(request).rejects.toMatchObject({
      code: "timeout",
      isRetryable: true,
      message: `\`127.0.0.1:${server.port}\` did not answer within 300 ms.`,
    });
  });

  it("that never come are retryable, and so is a closed port", async () => {
    const server = await serve(() => undefined);
    const silent = client(opened(server)).request(
      { method: "GET", url: server.address, timeoutMs: 100 },
      testCall().call,
    );
    await expect(silent).rejects.toMatchObject({ code: "timeout", isRetryable: true });
    const gone = await recordingServer(ok);
    await gone.close();
    const refused = client(opened(gone)).request(
      { method: "GET", url: gone.address, timeoutMs: 1000 },
      testCall().call,
    );
    await expect(refused).rejects.toMatchObject({
      message: `\`127.0.0.1:${gone.port}\` refused the connection.`,
    });
  });

  it("do not tell secrets: not to the step, not to the history", async () => {
    const server = await serve((request, response) => {
      response.writeHead(200, { "set-cookie": "sid=1", "x-echo": String(request.headers.authorization) });
      response.end(JSON.stringify(request.headers));
    });
    const credential: CredentialContent = {
      type: "basic",
      public: { hosts: [`127.0.0.1:${server.port}`], user: "ana" },
      secret: { password: "pa55word-x" },
    };
    const { call, exchanges } = testCall({ credential });
    const response = await client(opened(server)).request(
      {
        method: "POST",
        url: `${server.address}/?api_key=abc&x=1`,
        headers: { cookie: "a=b" },
        body: "pa55word-x",
        timeoutMs: 1000,
      },
      call,
    );
    const everything = JSON.stringify([response, exchanges]);
    const basic = Buffer.from("ana:pa55word-x").toString("base64");
    for (const secret of ["pa55word-x", basic, "sid=1", "api_key=abc"])
      expect(everything).not.toContain(secret);
    expect(exchanges[0]?.requestHeaders).toMatchObject({ authorization: "[redacted]", cookie: "[redacted]" });
    expect(exchanges[0]?.url).toBe(`${server.address}/?api_key=[redacted]&x=1`);
    expect(server.requests[0]?.headers.authorization).toBe(`Basic ${basic}`);
  });
});

describe("secrets in headers of a step", () => {
  it("are kept out of the history, also when the server echoes them", async () => {
    const server = await serve((request, response) => response.end(String(request.headers["x-api-key"])));
    const { call, exchanges } = testCall();
    const request = {
      method: "GET",
      url: server.address,
      headers: { "X-Api-Key": "k3y-of-shop" },
      timeoutMs: 1000,
    } as const;
    const response = await client(opened(server)).request(request, call);
    expect(server.requests[0]?.headers["x-api-key"]).toBe("k3y-of-shop");
    expect(JSON.stringify([exchanges, response])).not.toContain("k3y-of-shop");
  });
});

describe("credentials", () => {
  it("go to no host that they are not for", async () => {
    const server = await serve(ok);
    const credential: CredentialContent = {
      type: "header",
      public: { hosts: ["api.example.com"], header: "X-Key" },
      secret: { value: "12345" },
    };
    const request = client(opened(server)).request(
      { method: "GET", url: server.address, timeoutMs: 1000 },
      testCall({ credential }).call,
    );
    await expect(request).rejects.toMatchObject({ code: "credential-host", isRetryable: false });
    expect(server.requests).toEqual([]);
  });
});
