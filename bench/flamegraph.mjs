#!/usr/bin/env node
// perf script | bench/flamegraph [--thread NAME] [--title TEXT] > graph.svg : a flame graph, root below, width by share of samples.
import { readFileSync } from "node:fs";

const option = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);
const width = 1200;
const rowHeight = 16;
const leastWidth = 2;

/** A frame with what it called. */
const node = (name) => ({ name, samples: 0, children: new Map() });

/** Managed names come as `[assembly] Namespace.Type::Method(...)[Tier]`, kernel names with their module. */
function shorten(line) {
  const [, symbol, module] = /^\s*[0-9a-f]+ (.*) \((.*)\)$/.exec(line) ?? [, line.trim(), ""];
  const managed = /(\w+)(?:`\d+)?(?:\[[^\]]*\])?::([\w<>|]+)/.exec(symbol);
  if (managed) return { name: `${managed[1]}.${managed[2]}`, kind: "managed" };
  const kind = module.includes("kernel") ? "kernel" : "native";
  const name = symbol.startsWith("[unknown]") ? module.split("/").at(-1) : symbol;
  return { name: name.replace(/\+0x[0-9a-f]+$/, "").replace(/^.*\[.*\.dll\]\s*/, ""), kind };
}

function read(text, thread) {
  const root = node("all");
  for (const sample of text.split("\n\n")) {
    const [header, ...lines] = sample.split("\n").filter((line) => line.trim() && !line.startsWith("#"));
    if (!header || (thread && !header.startsWith(thread))) continue;
    let current = root;
    root.samples++;
    for (const { name, kind } of lines.map(shorten).reverse()) {
      if (!current.children.has(name)) current.children.set(name, { ...node(name), kind });
      current = current.children.get(name);
      current.samples++;
    }
  }
  return root;
}

const escape = (text) => text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
const colors = { managed: "#7fb77e", kernel: "#e8a15c", native: "#7ea6c9" };

function draw(root, title) {
  const boxes = [];
  let depth = 0;
  const place = (frame, x, level) => {
    const w = (frame.samples / root.samples) * width;
    if (w < leastWidth) return;
    depth = Math.max(depth, level);
    boxes.push({ frame, x, w, level });
    for (const child of [...frame.children.values()].sort((a, b) => b.samples - a.samples)) {
      place(child, x, level + 1);
      x += (child.samples / root.samples) * width;
    }
  };
  place(root, 0, 0);
  const height = (depth + 3) * rowHeight;
  const shapes = boxes.map(({ frame, x, w, level }) => {
    const y = height - (level + 1) * rowHeight;
    const share = ((frame.samples / root.samples) * 100).toFixed(1);
    const label = frame.name.slice(0, Math.floor(w / 6.5));
    const text = w > 30 ? `<text x="${(x + 2).toFixed(1)}" y="${y + 11}">${escape(label)}</text>` : "";
    return `<g><title>${escape(frame.name)} ${share} %</title><rect x="${x.toFixed(1)}" y="${y}" width="${(w - 0.5).toFixed(1)}" height="15" fill="${colors[frame.kind] ?? "#ccc"}"/>${text}</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="monospace" font-size="11">
<rect width="${width}" height="${height}" fill="#fff"/><text x="4" y="14">${escape(title)}: ${root.samples} samples; green managed, orange kernel, blue native</text>
${shapes.join("\n")}
</svg>`;
}

process.stdout.write(draw(read(readFileSync(0, "utf8"), option("--thread")), option("--title") ?? "CPU"));
