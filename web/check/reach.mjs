// Asks a small server that refuses as it is told to: node check/reach.mjs; prints each answer and how often it was asked for.
import { build } from "esbuild";
import { createServer } from "node:http";

const made = await build({ entryPoints: ["./ts/page/reach.ts"], bundle: true, format: "esm", write: false });
const { once, reach } = await import(`data:text/javascript;base64,${Buffer.from(made.outputFiles[0].contents).toString("base64")}`);

const asked = {};
const server = createServer((request, response) => {
  const [, first, then] = request.url.split("/");
  asked[request.url] = (asked[request.url] ?? 0) + 1;
  if (first === "silent") return; // a network that drops packets: no answer, no refusal
  response.writeHead(asked[request.url] === 1 ? Number(first) : Number(then ?? first)).end();
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const here = `http://127.0.0.1:${server.address().port}`;

const said = {};
for (const path of ["/200", "/503/200", "/404", "/429"]) said[path] = [(await reach(here + path))?.status ?? null, asked[path]];
said["/silent"] = [(await once(`${here}/silent`, {}, 100))?.status ?? null, asked["/silent"]];
console.log(JSON.stringify(said));
server.closeAllConnections();
server.close();
