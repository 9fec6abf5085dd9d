// Runs the page's own blinding: node check/blinding.mjs <asked.json>; hides keys, uncovers signatures, signs a ballot; prints what it made.
import { build } from "esbuild";
import { readFile } from "node:fs/promises";

const made = await build({
  stdin: {
    contents: `export * from "./ts/blinding.ts"; export { newSecret, slipFrom } from "./ts/ballot/credential.ts"; export { signedBallot } from "./ts/ballot/signing.ts";`,
    resolveDir: process.cwd(),
  },
  bundle: true,
  format: "esm",
  platform: "browser",
  write: false,
});
const source = Buffer.from(made.outputFiles[0].contents).toString("base64");
const page = await import(`data:text/javascript;base64,${source}`);

const steps = {
  async hide({ spki }) {
    const { secret, key } = page.newSecret();
    return { secret, key, hidden: await page.hide(spki, key) };
  },
  async uncover({ spki, hidden, signed }) {
    return page.uncover(spki, hidden, signed).catch(() => null);
  },
  async cast({ secret, token, election, contest, choices }) {
    return page.signedBallot(page.slipFrom({ id: "", secret, hidden: null, token }), election, contest, choices);
  },
};
const asked = JSON.parse(await readFile(process.argv[2], "utf8"));
const answers = [];
for (const [step, given] of asked) answers.push(await steps[step](given));
console.log(JSON.stringify(answers));
