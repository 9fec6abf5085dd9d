// Bundles one script and one style sheet a screen and writes the list of their hashed names.
import { build } from "esbuild";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

const out = "static/dist";
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

const scripts = (await readdir("ts")).filter((name) => name.endsWith(".ts")).map((name) => join("ts", name));
const styles = (await readdir("static/css")).filter((name) => name.endsWith(".css") && !name.startsWith("_"));

const result = await build({
  entryPoints: [...scripts, ...styles.map((name) => join("static/css", name))],
  outdir: out,
  outbase: ".",
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2020"],
  loader: { ".woff2": "file", ".svg": "file" },
  metafile: true,
  logLevel: "warning",
});

const names = {};
for (const [path, made] of Object.entries(result.metafile.outputs)) {
  if (made.entryPoint) names[basename(made.entryPoint).replace(/\.ts$/, ".js")] = basename(path);
}
await writeFile(join(out, "names.json"), JSON.stringify(names, null, 1));
