// Seals the vectors' choices as a phone does, and times it: node check/sealed.mjs <vectors.json>; prints what it made.
import { build } from "esbuild";
import { readFile } from "node:fs/promises";

const made = await build({
  stdin: { contents: 'export * from "./ts/sealed.ts"; export * from "./ts/sealed/group.ts"; export { canonical } from "./ts/ballot/canonical.ts";', resolveDir: process.cwd() },
  bundle: true,
  format: "esm",
  write: false,
});
const source = Buffer.from(made.outputFiles[0].contents).toString("base64");
const sealed = await import(`data:text/javascript;base64,${source}`);
const vectors = JSON.parse(await readFile(process.argv[2], "utf8"));

const fits = (hex) => {
  try {
    return sealed.encode(sealed.decode(hex)) === hex;
  } catch (error) {
    return error instanceof sealed.NotAnElement ? "refused" : String(error);
  }
};
const seal = (one) => sealed.seal(one.place, one.question, one.chosen, Buffer.from(one.seed, "hex"));
const refused = (one) => {
  try {
    return Boolean(seal(one));
  } catch {
    return "refused";
  }
};
const milliseconds = () => {
  const options = Array.from({ length: 12 }, (_, n) => `c${n}`);
  const begun = performance.now();
  sealed.seal({ election: "e", contest: "c", cred: "00".repeat(32) }, { options, most: 3 }, options.slice(0, 2));
  return performance.now() - begun;
};

console.log(
  JSON.stringify({
    elements: vectors.elements.map(fits),
    refused: vectors.not_elements.map(fits),
    height: sealed.encode(sealed.HEIGHT),
    seals: vectors.seals.map((one) => Buffer.from(sealed.canonical(seal(one))).toString()),
    too_many: vectors.too_many.map(refused),
    milliseconds: Array.from({ length: 5 }, milliseconds),
  }),
);
