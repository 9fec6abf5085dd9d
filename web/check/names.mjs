// Runs the desk's search on names: node check/names.mjs <cases.json>; prints what it made of them.
import { build } from "esbuild";
import { readFile } from "node:fs/promises";

const made = await build({ entryPoints: ["./ts/desk/names.ts"], bundle: true, format: "esm", write: false });
const names = await import(`data:text/javascript;base64,${Buffer.from(made.outputFiles[0].contents).toString("base64")}`);
const cases = JSON.parse(await readFile(process.argv[2], "utf8"));
console.log(JSON.stringify(cases.map(([what, ...given]) => names[what](...given))));
