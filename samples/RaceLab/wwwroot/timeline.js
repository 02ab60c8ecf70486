// A race as a picture: a row for each request, from its arrival over load, await and commit to its end. What was lost is red.
import { element } from "./dom.js";
import { actions, count, lateClient, milliseconds, slowClient } from "./lab.js";

const leastPictureWidth = 280;
const labelWidth = 92;
const laneGap = 14;
const axisHeight = 22;
const leastWidth = 2;
const laneOrder = ["writeReport", "addToCart", "countVisit", "submitOrder", "vote"];

/** The figure with its legend, and a table of the same for those who cannot see it. Drawn for a width, so that its text has the page's size. */
export function createTimeline(result, width) {
  const requests = result.requests;
  const description = describe(requests);
  const hint = element("p", { class: "hint", "aria-hidden": "true" }, "Point at a row to see what it did.");
  return element("figure", { class: "timeline" },
    draw(requests, Math.max(leastPictureWidth, width), description, text => { hint.textContent = text; }),
    hint,
    element("figcaption", {}, legend(), element("p", {}, description)),
    tableOf(requests));
}

function draw(requests, width, description, onPoint) {
  const lanes = laneOrder.map(action => requests.filter(({ request }) => request.action === action)).filter(lane => lane.length);
  const longest = Math.max(...lanes.map(lane => lane.length));
  const rowHeight = Math.min(8, Math.max(0.8, 150 / longest));
  const end = Math.max(...requests.map(({ request }) => request.left));
  const x = time => labelWidth + time / end * (width - labelWidth - 8);
  const paths = new Map();
  const rows = [];
  const labels = [];
  let top = 4;

  for (const lane of lanes) {
    const height = Math.max(rowHeight, lane.length === 1 ? 10 : 0);
    const laneTop = top;
    for (const judged of lane) {
      drawRow(judged, x, top, height, paths);
      rows.push({ judged, top, bottom: top + height });
      top += height;
    }

    labels.push(shape("text", { x: labelWidth - 8, y: (laneTop + top) / 2 + 4, "text-anchor": "end" }, actions[lane[0].request.action].lane));
    top += laneGap;
  }

  const bottom = top - laneGap + 4;
  const svg = shape("svg", { viewBox: `0 0 ${width} ${bottom + axisHeight}`, role: "img", "aria-labelledby": "timeline-title timeline-text" },
    shape("title", { id: "timeline-title" }, "Timeline of the requests"),
    shape("desc", { id: "timeline-text" }, description),
    ...axis(end, x, bottom, width),
    ...[...paths].map(([name, d]) => shape("path", { class: name, d })),
    ...labels);
  svg.addEventListener("pointermove", event => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    const row = rows.find(candidate => at.y >= candidate.top && at.y < candidate.bottom);
    onPoint(row ? sentence(row.judged, requests) : "Point at a row to see what it did.");
  });
  return svg;
}

function drawRow({ request, fate }, x, top, height, paths) {
  const bar = height > 3 ? height - 1 : height * 0.9;
  const isHarm = fate === "lost" || fate === "repeated";
  const add = (name, from, to, barHeight = bar) => {
    const left = x(from);
    const length = Math.max(leastWidth, x(to) - left);
    const y = top + (bar - barHeight) / 2;
    paths.set(name, `${paths.get(name) ?? ""}M${left.toFixed(2)} ${y.toFixed(2)}h${length.toFixed(2)}v${barHeight.toFixed(2)}h${(-length).toFixed(2)}z`);
  };

  add(isHarm ? "request harm" : "request", request.arrived, request.left, Math.max(0.5, bar / 3));
  for (const stage of ["await", "load", "commit"]) {
    for (const span of request.spans.filter(candidate => candidate.stage === stage)) {
      add(stage === "load" || fate === "kept" ? stage : `${stage} ${fate}`, span.start, span.end);
    }
  }
}

function axis(end, x, bottom, width) {
  const most = width < 450 ? 3 : 6;
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000].find(candidate => end / candidate <= most) ?? 20000;
  const marks = [];
  for (let time = 0; time <= end; time += step) {
    marks.push(
      shape("line", { class: "grid", x1: x(time), x2: x(time), y1: 0, y2: bottom }),
      shape("text", { x: x(time), y: bottom + 16, "text-anchor": time === 0 ? "start" : "middle" }, `${time} ms`));
  }

  return marks;
}

function legend() {
  const entries = [["load", "load"], ["await", "await"], ["commit", "commit, kept"], ["commit lost", "commit, lost"], ["commit repeated", "happened again"], ["commit refused", "tried, refused"]];
  return element("ul", { class: "legend" }, ...entries.map(([name, text]) => element("li", {},
    shape("svg", { viewBox: "0 0 14 14", "aria-hidden": "true" }, shape("path", { class: name, d: "M0 0h14v14h-14z" })), text)));
}

function describe(requests) {
  const end = Math.max(...requests.map(({ request }) => request.left));
  const lost = requests.filter(({ fate }) => fate === "lost");
  const repeated = requests.filter(({ fate }) => fate === "repeated");
  const slow = requests.find(({ request }) => request.client === slowClient);
  const bySlow = lost.filter(({ overwrittenBy }) => overwrittenBy !== null && overwrittenBy === slow?.request.number);
  const parts = [`${requests.length} requests in ${milliseconds(end)} ms`];
  parts.push(lost.length
    ? `${count(lost.length, "write was", "writes were")} lost, ${bySlow.length} of them overwritten by the slow request and ${lost.length - bySlow.length} by each other`
    : "no write was lost");
  parts.push(repeated.length ? `${count(repeated.length, "order or vote", "orders and votes")} too many` : "one order, one vote");
  return `${parts.join("; ")}.`;
}

function tableOf(requests) {
  const details = element("details", { class: "as-table" }, element("summary", {}, "The same as a table"));
  details.addEventListener("toggle", () => {
    if (!details.open || details.children.length > 1) {
      return;
    }

    const header = ["Request", "Arrived", "Loaded", "Committed", "Left", "Became"].map(title => element("th", { scope: "col" }, title));
    details.append(element("div", { class: "scrolls", role: "region", "aria-label": "Requests of the race", tabindex: "0" },
      element("table", {},
        element("caption", {}, "Requests of the race; times in milliseconds"),
        element("thead", {}, element("tr", {}, ...header)),
        element("tbody", {}, ...requests.map(judged => rowOf(judged, requests))))));
  });
  return details;
}

function rowOf(judged, requests) {
  const { request, fate } = judged;
  const at = stage => request.spans.filter(span => span.stage === stage).at(-1)?.end;
  const cells = [request.arrived, at("load"), at("commit"), request.left].map(time => element("td", {}, time === undefined ? "–" : time.toFixed(1)));
  return element("tr", { class: fate },
    element("th", { scope: "row" }, nameOf(request)),
    ...cells,
    element("td", {}, becameOf(judged, requests)));
}

function sentence(judged, requests) {
  const { request } = judged;
  return `${nameOf(request)}: ${milliseconds(request.arrived)} to ${milliseconds(request.left)} ms, ${becameOf(judged, requests)}.`;
}

function nameOf({ client, action }) {
  const who = client === slowClient ? "The slow one" : client === lateClient ? "Once more" : `Client ${client + 1}`;
  return `${who}, ${actions[action].lane.toLowerCase()}`;
}

function becameOf({ fate, overwrittenBy }, requests) {
  if (fate === "repeated") {
    return "accepted again";
  }

  if (fate !== "lost" || overwrittenBy === null) {
    return fate;
  }

  const other = requests.find(({ request }) => request.number === overwrittenBy).request;
  const name = nameOf(other);
  return `lost to ${name[0].toLowerCase()}${name.slice(1)}`;
}

function shape(name, attributes, ...children) {
  const created = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) {
    created.setAttribute(key, value);
  }

  created.append(...children);
  return created;
}
