// Bundles what browsers load into ../static: every name carries a digest of its content, so that all of it
// may be cached for ever. ../static/manifest.json maps the plain names, which templates use, to those.

import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, watch, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import { build } from "esbuild";
import { icon } from "./icons.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "static");
const address = "/static/";

/** What the service worker fetches at the first visit: the scanner and all that the pages it keeps are made of. */
const SHELL = [
  "hallway.css",
  "radio-canada-latin-wdth-normal.woff2",
  "icons.svg",
  "logo.svg",
  "live.js",
  "phone.js",
  "badge.js",
  "scan.js",
  "decode.worker.js",
  "zxing_reader.wasm",
];

const settings = {
  absWorkingDir: here,
  outdir: out,
  publicPath: address,
  bundle: true,
  minify: true,
  format: "esm",
  entryNames: "[name].[hash]",
  assetNames: "[name].[hash]",
  loader: { ".woff2": "file", ".wasm": "file" },
  metafile: true,
  legalComments: "none",
  logLevel: "warning",
};

/** Everything once; returns the manifest. */
async function bundle() {
  await mkdir(out, { recursive: true });
  const icons = await copy("icons.svg");
  const logo = await copy("logo.svg");
  const workers = await build({ ...settings, entryPoints: ["src/scan/decode.worker.ts"], format: "iife" });
  const decoder = names(workers)["decode.worker.js"];
  const pages = await build({
    ...settings,
    entryPoints: ["css/hallway.css", ...(await islands())],
    define: { ICONS: JSON.stringify(address + icons), DECODER: JSON.stringify(address + decoder) },
  });
  const manifest = { ...names(workers), ...names(pages), "icons.svg": icons, "logo.svg": logo };
  const pictures = await drawn();
  Object.assign(manifest, pictures);
  manifest["hallway.webmanifest"] = await write("hallway.webmanifest", webManifest(logo, pictures));
  await fontsToPrint();
  const shell = SHELL.map((name) => address + manifest[name]);
  const offline = await build({
    ...settings,
    entryPoints: ["src/kept/sw.ts"],
    format: "iife",
    define: { SHELL: JSON.stringify(shell) },
  });
  Object.assign(manifest, names(offline));
  await compress(Object.values(manifest));
  const before = await readFile(join(out, "manifest.json"), "utf8").then(JSON.parse, () => ({}));
  await writeFile(join(out, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
  await clean(new Set([...Object.values(before), ...Object.values(manifest)]));
  return manifest;
}

/** Each file directly in src/ is an island that pages load by its name; folders hold the parts of one. */
async function islands() {
  const files = await readdir(join(here, "src"));
  return files.filter((name) => /(?<!\.d)\.ts$/.test(name)).map((name) => join("src", name));
}

/** Plain name → name with digest, for one run of esbuild. */
function names({ metafile }) {
  const pairs = Object.entries(metafile.outputs).map(([path, made]) => {
    const source = made.entryPoint ?? Object.keys(made.inputs)[0];
    const plain = basename(source).replace(/\.ts$/, ".js");
    return [plain, basename(path)];
  });
  return Object.fromEntries(pairs);
}

async function copy(name) {
  return write(name, await readFile(join(here, name)));
}

async function write(name, content) {
  const digest = createHash("sha256").update(content).digest("hex").slice(0, 8).toUpperCase();
  const hashed = `${basename(name, extname(name))}.${digest}${extname(name)}`;
  await writeFile(join(out, hashed), content);
  return hashed;
}

/** Letters of badges on paper: of each family its own script, with axes for weight and width. No page asks for them. */
async function fontsToPrint() {
  const families = join(here, "node_modules", "@fontsource-variable");
  await mkdir(join(out, "fonts"), { recursive: true });
  for (const family of (await readdir(families)).filter((name) => name.startsWith("noto-sans-"))) {
    const script = family.replace("noto-sans-", "");
    const file = join(families, family, "files", `${family}-${script}-standard-normal.woff2`);
    await writeFile(join(out, "fonts", `${family}.woff2`), await readFile(file));
  }
}

/** The logo for home screens: plain name → name with digest. */
async function drawn() {
  const svg = await readFile(join(here, "logo.svg"), "utf8");
  const wanted = { "logo-180.png": [180, true], "logo-192.png": [192, false], "logo-512.png": [512, false] };
  wanted["logo-512-full.png"] = [512, true];
  const written = Object.entries(wanted).map(async ([name, [size, full]]) => [
    name,
    await write(name, icon(svg, size, { full })),
  ]);
  return Object.fromEntries(await Promise.all(written));
}

/** What a phone needs to put Hallway on its home screen. */
function webManifest(logo, pictures) {
  const png = (name, size, purpose) => ({
    src: address + pictures[name],
    sizes: `${size}x${size}`,
    type: "image/png",
    purpose,
  });
  const icons = [
    { src: address + logo, sizes: "any", type: "image/svg+xml", purpose: "any" },
    png("logo-192.png", 192, "any"),
    png("logo-512.png", 512, "any"),
    png("logo-512-full.png", 512, "maskable"),
  ];
  const shortcut = (name, url) => ({ name, url, icons: [png("logo-192.png", 192, "any")] });
  return JSON.stringify({
    id: "/",
    name: "Hallway",
    short_name: "Hallway",
    description: "What is on at your campus, your badge, and whom you met.",
    lang: "en",
    start_url: "/",
    scope: "/",
    display: "standalone",
    background_color: "#f9f6ef",
    theme_color: "#211c16",
    icons,
    shortcuts: [
      shortcut("Scan a badge", "/scan"),
      shortcut("My badge", "/badge"),
      shortcut("My agenda", "/agenda"),
      shortcut("Contacts", "/contacts"),
    ],
  });
}

/**
 * `.gz` and `.br` beside everything that gets smaller; the typeface is compressed already. What an earlier build
 * compressed has the same name only if it has the same content.
 */
async function compress(files) {
  const there = new Set(await readdir(out));
  const worth = files.filter((name) => !/\.(woff2|png)$/.test(name) && !there.has(`${name}.br`));
  await Promise.all(
    worth.map(async (name) => {
      const content = await readFile(join(out, name));
      await writeFile(join(out, `${name}.gz`), await promisify(gzip)(content, { level: 9 }));
      await writeFile(join(out, `${name}.br.part`), await promisify(brotliCompress)(content));
      await rename(join(out, `${name}.br.part`), join(out, `${name}.br`)); // whole, or not there
    }),
  );
}

/** Remove what is neither of this build nor of the one before, which a running server may still hand out. */
async function clean(wanted) {
  const stays = ["manifest.json", "fonts"];
  for (const name of await readdir(out)) {
    if (!name.startsWith(".") && !stays.includes(name) && !wanted.has(name.replace(/\.(gz|br)$/, "")))
      await rm(join(out, name));
  }
}

console.log(Object.values(await bundle()).join("\n"));
if (process.argv.includes("--watch")) {
  let last = Date.now();
  for await (const { filename } of watch(here, { recursive: true })) {
    if (!/^(css|src)|\.svg$/.test(filename ?? "") || Date.now() - last < 200) continue;
    await bundle().then(() => console.log(`${filename}: built`), console.error);
    last = Date.now();
  }
}
