// The table that compares all strategies, a row each, filled as they race.
import { element } from "./dom.js";
import { actions, milliseconds } from "./lab.js";

const tallied = ["addToCart", "countVisit", "submitOrder", "vote", "writeReport"];
const columns = ["Strategy", ...tallied.map(action => actions[action].sum), "Lost", "Repeated", "Median", "99th percentile", "Requests/s", "Verdict"];

export function createComparison(table, strategies, onChoose) {
  const rows = new Map(strategies.map(strategy => [strategy.id, rowOf(strategy, onChoose)]));
  table.replaceChildren(
    element("caption", { id: "comparison-caption" }, "Expected against actual, loss and speed by strategy"),
    element("thead", {}, element("tr", {}, ...columns.map((title, index) => element("th", { scope: "col", class: index === 0 ? null : "figure" }, title)))),
    element("tbody", {}, ...[...rows.values()].map(row => row.row)));
  return { show: (id, result) => rows.get(id).show(result) };
}

function rowOf(strategy, onChoose) {
  const name = element("button", { type: "button", class: "link", onclick: () => onChoose(strategy.id) }, `${strategy.number} · ${strategy.title}`);
  const row = element("tr", { "data-strategy": strategy.id });
  const fill = cells => row.replaceChildren(element("th", { scope: "row" }, name), ...cells);
  fill([element("td", { class: "figure empty", colspan: columns.length - 1 }, "has not raced yet")]);
  return {
    row,
    show(result) {
      row.className = result.isRight ? "right" : "wrong";
      fill([
        ...tallied.map(action => tallyCell(result.tallies.find(tally => tally.action === action))),
        figureCell(result.lost, result.lost > 0),
        figureCell(result.repeated, result.repeated > 0),
        figureCell(`${milliseconds(result.timing.median)} ms`),
        figureCell(`${milliseconds(result.timing.percentile99)} ms`),
        figureCell(Math.round(result.timing.throughput).toLocaleString("en")),
        element("td", { class: "figure mark" }, result.isRight ? "✓ right" : "✕ wrong"),
      ]);
    },
  };
}

function tallyCell(tally) {
  return tally ? figureCell(`${tally.actual} of ${tally.expected}`, !tally.isRight) : figureCell("none");
}

function figureCell(text, isWrong = false) {
  return element("td", { class: `figure${isWrong ? " off" : ""}` }, text);
}
