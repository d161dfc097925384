// The same handler behind nothing but node:http: what a function costs without a platform.
import { createServer } from "node:http";
import { handler } from "./index.mjs";

const server = createServer((request, response) => {
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", async () => {
    const answer = JSON.stringify(await handler(JSON.parse(Buffer.concat(parts))));
    response.writeHead(200, { "Content-Type": "application/json" });
    response.end(answer);
  });
});
server.keepAliveTimeout = 600_000;
server.listen(0, "127.0.0.1", () => console.log(`ready ${server.address().port}`));
