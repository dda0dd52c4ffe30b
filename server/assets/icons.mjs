// Draws the logo as PNG, for home screens that take no SVG. It knows just the shapes that logo.svg is made of.

import { deflateSync } from "node:zlib";

const SAMPLES = 4; // in each direction of a pixel, so that edges are soft
const ARC = 24; // straight pieces of a curve

/** The tile with rounded corners, `size` pixels wide; with `full`, yellow to the edges and the mark in the safe middle. */
export function icon(svg, size, { full = false } = {}) {
  const width = Number(attribute(svg, "svg", "viewBox").split(" ")[2]);
  const radius = full ? 0 : Number(attribute(svg, "rect", "rx"));
  const shrink = full ? 0.8 : 1; // masks of home screens leave a circle of four fifths
  const middle = width / 2;
  const mark = outline(attribute(svg, "path", "d")).map((point) => point.map((at) => (at - middle) * shrink + middle));
  const tile = covered(size, width, (y) => [edge(y, width, radius), width - edge(y, width, radius)]);
  const marked = covered(size, width, (y) => crossings(y, mark));
  const ground = channels(attribute(svg, "rect", "fill"));
  const ink = channels(attribute(svg, "path", "fill"));
  const pixels = Buffer.alloc(size * size * 4);
  for (let at = 0; at < size * size; at += 1) {
    if (!tile[at]) continue;
    const share = marked[at] / tile[at];
    for (let n = 0; n < 3; n += 1) pixels[at * 4 + n] = Math.round(ink[n] * share + ground[n] * (1 - share));
    pixels[at * 4 + 3] = Math.round((tile[at] / SAMPLES ** 2) * 255);
  }
  return png(pixels, size);
}

/** How many samples of each pixel lie between the 1st and 2nd, the 3rd and 4th … of the places that `at` gives for y. */
function covered(size, width, at) {
  const counts = new Uint8Array(size * size);
  const fine = size * SAMPLES;
  for (let row = 0; row < fine; row += 1) {
    const places = at(((row + 0.5) * width) / fine).map((x) => Math.round((x * fine) / width));
    for (let pair = 0; pair + 1 < places.length; pair += 2) {
      for (let x = places[pair]; x < places[pair + 1]; x += 1) {
        counts[Math.floor(row / SAMPLES) * size + Math.floor(x / SAMPLES)] += 1;
      }
    }
  }
  return counts;
}

function attribute(svg, tag, name) {
  return new RegExp(`<${tag}\\b[^>]*\\b${name}="([^"]*)"`).exec(svg)[1];
}

const channels = (color) => [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));

/** The corners of a path of M, H, V, h, v, a and z. */
function outline(path) {
  const points = [];
  let x = 0;
  let y = 0;
  for (const [, letter, rest] of path.matchAll(/([MHVhvaz])([^MHVhvaz]*)/g)) {
    const n = (rest.match(/-?[\d.]+/g) ?? []).map(Number);
    if (letter === "a") points.push(...arc(x, y, n));
    if (letter === "M") [x, y] = n;
    if (letter === "H") x = n[0];
    if (letter === "V") y = n[0];
    if (letter === "h") x += n[0];
    if (letter === "v") y += n[0];
    if (letter === "a") [x, y] = [x + n[5], y + n[6]];
    points.push([x, y]);
  }
  return points;
}

/** A half circle between two points of the same height, as SVG 2 §9.3.8 has it. */
function arc(x, y, [radius, , , , sweep, dx]) {
  const from = dx > 0 ? Math.PI : 0;
  const turn = sweep ? Math.PI : -Math.PI;
  return Array.from({ length: ARC }, (_, step) => {
    const angle = from + (turn * (step + 1)) / ARC;
    return [x + dx / 2 + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });
}

/** Where the rounded tile begins at a height. */
function edge(y, width, radius) {
  const into = Math.max(radius - y, y - (width - radius), 0);
  return into ? radius - Math.sqrt(radius ** 2 - into ** 2) : 0;
}

/** Where a level line crosses the outline. */
function crossings(y, corners) {
  const found = corners.flatMap(([x1, y1], at) => {
    const [x2, y2] = corners.at(at - 1);
    return y1 > y !== y2 > y ? [((x2 - x1) * (y - y1)) / (y2 - y1) + x1] : [];
  });
  return found.sort((one, other) => one - other);
}

/** RGBA, eight bits a channel, no filter (PNG, W3C 2003, §11). */
function png(pixels, size) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 6, 0, 0, 0], 8);
  const rows = Array.from({ length: size }, (_, row) =>
    Buffer.concat([Buffer.from([0]), pixels.subarray(row * size * 4, (row + 1) * size * 4)]),
  );
  const body = deflateSync(Buffer.concat(rows), { level: 9 });
  const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([start, chunk("IHDR", head), chunk("IDAT", body), chunk("IEND", Buffer.alloc(0))]);
}

function chunk(type, data) {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(data.length + 12);
  framed.writeUInt32BE(data.length, 0);
  framed.set(named, 4);
  framed.writeUInt32BE(crc(named), data.length + 8);
  return framed;
}

function crc(octets) {
  let sum = 0xffffffff;
  for (const octet of octets) {
    sum ^= octet;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}
