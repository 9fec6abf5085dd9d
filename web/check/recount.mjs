// Recounts boards as the page does: node check/recount.mjs <cases.json>; prints the verdict of each.
import { build } from "esbuild";
import { readFile } from "node:fs/promises";

const made = await build({ entryPoints: ["./ts/recount.ts"], bundle: true, format: "esm", write: false });
const { verify } = await import(`data:text/javascript;base64,${Buffer.from(made.outputFiles[0].contents).toString("base64")}`);

const verdicts = [];
for (const { board, manifest, head, receipt } of JSON.parse(await readFile(process.argv[2], "utf8"))) {
  const { code, reasons, found } = await verify(JSON.stringify(board), { manifest, head, receipt: receipt ?? "" });
  verdicts.push({ code, words: reasons.map((one) => one.word), found });
}
console.log(JSON.stringify(verdicts));
