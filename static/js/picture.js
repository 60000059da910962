// Saves what a page says as a PNG: its own markup and styles, drawn by the browser itself; nothing leaves it.
import { toast } from "./toast.js";

const SCALE = 2;
const LONGEST = 16000; // pixels: no browser draws a larger canvas
const SVG = "http://www.w3.org/2000/svg";
const LEFT_OUT = ".crumbs, .actions, .filters > :not(.chip), .pager, .chart-data, .why, .sr-only, dialog, [popover]";

/** The page's answer without what is there to be pressed, and where and when it was taken. */
function copyOf(main) {
  const copy = main.cloneNode(true);
  copy.removeAttribute("id");
  copy.querySelectorAll(LEFT_OUT).forEach((node) => node.remove());
  const source = document.createElement("p");
  source.className = "muted";
  source.textContent = `${new Date().toLocaleString(document.documentElement.lang)} · ${location.href}`;
  copy.append(source);
  return copy;
}

/** How high `copy` is at `width`: laid out for a moment where nobody sees it. */
function heightOf(copy, width) {
  const stage = document.createElement("div");
  Object.assign(stage.style, { position: "fixed", left: "0", top: "0", width: `${width}px`, visibility: "hidden" });
  stage.append(copy);
  document.body.append(stage);
  const { height } = copy.getBoundingClientRect();
  stage.remove();
  return Math.ceil(height);
}

function rules() {
  const sheets = [...document.styleSheets].filter(({ media }) => matchMedia(media.mediaText || "all").matches);
  return sheets.flatMap(({ cssRules }) => [...cssRules].map(({ cssText }) => cssText)).join("\n");
}

/** A drawing of `copy` that needs nothing else: as wide as the window, so that its media queries answer as here. */
function drawingOf(copy, height) {
  const svg = document.createElementNS(SVG, "svg");
  const { lang, dataset } = document.documentElement;
  svg.setAttribute("lang", lang);
  if (dataset.theme) svg.dataset.theme = dataset.theme;
  svg.setAttribute("width", innerWidth);
  svg.setAttribute("height", height);
  const style = document.createElement("style");
  style.textContent = rules();
  const frame = document.createElementNS(SVG, "foreignObject");
  frame.setAttribute("width", "100%");
  frame.setAttribute("height", "100%");
  // Both, because rules about either are inherited.
  const [html, body] = ["html", "body"].map((name) => document.createElement(name));
  html.lang = lang;
  body.append(copy);
  html.append(body);
  frame.append(html);
  svg.append(style, frame);
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
}

async function picture(main) {
  const width = main.offsetWidth;
  const copy = copyOf(main);
  const height = heightOf(copy, width);
  Object.assign(copy.style, { width: `${width}px` });
  const image = new Image();
  image.src = drawingOf(copy, height);
  await image.decode();
  const scale = Math.min(SCALE, LONGEST / height);
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  pen.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
  pen.fillRect(0, 0, width, height);
  pen.drawImage(image, 0, 0);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("[data-save-picture]");
  if (!button) return;
  try {
    save(await picture(document.getElementById("main")), button.dataset.savePicture);
  } catch {
    toast(button.dataset.failed, "error");
  }
});
