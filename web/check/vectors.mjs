// Runs the ballot's own modules on the counting side's vectors: node check/vectors.mjs <vectors.json>; prints what it made.
import { build } from "esbuild";
import { readFile } from "node:fs/promises";

const made = await build({
  stdin: {
    contents: ["canonical", "code", "signing"].map((name) => `export * from "./ts/ballot/${name}.ts";`).join("\n"),
    resolveDir: process.cwd(),
  },
  bundle: true,
  format: "esm",
  write: false,
});
const source = Buffer.from(made.outputFiles[0].contents).toString("base64");
const ballot = await import(`data:text/javascript;base64,${source}`);

const vectors = JSON.parse(await readFile(process.argv[2], "utf8"));
const hex = (bytes) => Buffer.from(bytes).toString("hex");
const refusal = (value) => {
  try {
    return hex(ballot.canonical(value));
  } catch (error) {
    return error instanceof ballot.NotCanonical ? "refused" : String(error);
  }
};

const ballots = [];
for (const one of vectors.ballots) {
  const slip = await ballot.slipOf(one.code, one.election);
  const wire = ballot.signedBallot(slip, one.election, one.contest, one.choices, one.nonce);
  ballots.push({
    seed: hex(slip.secret),
    public: slip.key,
    cred: slip.cred,
    wire,
    digest: ballot.digestOf(wire),
    holds: ballot.holds(one.receipt, vectors.box.public),
    forged: ballot.holds({ ...one.receipt, contest: "another" }, vectors.box.public),
  });
}

console.log(
  JSON.stringify({
    canonical: vectors.canonical.map((one) => hex(ballot.canonical(one.value))),
    refused: [1.5, 2 ** 53, -(2 ** 53), -0, "\ud800", { a: "\udfff" }, "x\udc00"].map(refusal),
    codes: vectors.codes.flatMap((one) => [one.printed, one.eastern].map(ballot.latin)),
    faults: vectors.codes.map((one) => ballot.faultOf(one.code)),
    mistyped: vectors.codes.map((one) => ballot.faultOf(one.code.slice(0, -1) + ((Number(one.code.at(-1)) + 1) % 10))),
    short: ballot.faultOf("1234"),
    ballots,
  }),
);
