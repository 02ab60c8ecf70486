// What a race came to: the verdict, expected against actual, how fast, and the timeline.
import { element } from "./dom.js";
import { actions, milliseconds, verdictOf } from "./lab.js";
import { createTimeline } from "./timeline.js";

export function showResult(panel, strategy, result) {
  panel.replaceChildren(element("h3", {}, `${strategy.number} · ${strategy.title}`), element("p", { class: "trade-off" }, strategy.tradeOff));
  if (!result) {
    panel.append(element("p", { class: "empty" }, "It has not raced yet."));
    return;
  }

  panel.append(
    element("p", { class: `verdict ${result.isRight ? "right" : "wrong"}` },
      element("span", { "aria-hidden": "true" }, result.isRight ? "✓ " : "✕ "), verdictOf(result)),
    element("ul", { class: "tallies", "aria-label": "Expected against actual" }, ...result.tallies.map(tallyOf)),
    element("dl", { class: "figures" },
      ...figure("Median latency", `${milliseconds(result.timing.median)} ms`),
      ...figure("99th percentile", `${milliseconds(result.timing.percentile99)} ms`),
      ...figure("Throughput", `${Math.round(result.timing.throughput).toLocaleString("en")} requests/s`)),
    createTimeline(result, widthInside(panel)));
}

function tallyOf({ action, expected, actual, isRight }) {
  return element("li", { class: isRight ? "right" : "wrong", "data-action": action },
    element("span", { class: "label" }, actions[action].label),
    element("span", { class: "value" }, element("strong", {}, actual), ` of ${expected}`),
    element("span", { class: "mark" }, isRight ? "✓ right" : differenceOf(expected, actual)));
}

function differenceOf(expected, actual) {
  return actual < expected ? `✕ ${expected - actual} lost` : `✕ ${actual - expected} too many`;
}

function figure(name, value) {
  return [element("div", {}, element("dt", {}, name), element("dd", {}, value))];
}

function widthInside(panel) {
  const { paddingLeft, paddingRight } = getComputedStyle(panel);
  return panel.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
}
