// The reference of the gateway: node:http that reads a body, parses it and answers. It keeps nothing.
import { createServer } from "node:http";

const server = createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const event = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    const body = JSON.stringify({ id: event.id ?? "none", topic: "bare", offset: 1 });
    response.writeHead(202, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
    });
    response.end(body);
  });
});
server.listen(Number(process.env.PORT), "127.0.0.1", () => process.send?.({ ready: true }));
process.on("SIGTERM", () => process.exit(0));
process.on("disconnect", () => process.exit(0));
