// Seals the vectors' choices as a phone does, and times it: node check/sealed.mjs <vectors.json>; prints what it made.
import { build } from "esbuild";
import { readFile } from "node:fs/promises";

const made = await build({
  stdin: {
    contents: ["sealed", "sealed/group", "ballot/canonical", "ballot/signing", "ballot/tablet"].map((name) => `export * from "./ts/${name}.ts";`).join("\n"),
    resolveDir: process.cwd(),
  },
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
const signed = ({ secret, key, cred, election, contest, question, chosen, seed, nonce }) => {
  const marks = sealed.seal({ election, contest, cred }, question, chosen, Buffer.from(seed, "hex"));
  return sealed.signedBallot({ secret: Uint8Array.from(Buffer.from(secret, "hex")), key, cred }, election, contest, marks, nonce);
};
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
    wires: vectors.ballots.map(signed),
    digests: vectors.ballots.map((one) => sealed.digestOf(one.wire)),
    batch_root: sealed.statement({ name: "t1", secret: "01".repeat(32), key: "" }, "e", vectors.ballots.map((one) => one.wire)).root,
    too_many: vectors.too_many.map(refused),
    milliseconds: Array.from({ length: 5 }, milliseconds),
  }),
);
