// The code of a strategy, with what the analyzers say under the lines that they flag.
import { element } from "./dom.js";
import { count } from "./lab.js";

const tokens = /(?<comment>\/\/.*$)|(?<text>\$?"(?:[^"\\]|\\.)*")|(?<keyword>\b(?:using|namespace|public|private|sealed|class|static|readonly|override|async|await|return|if|try|finally|new|const|out|is|not|null|true|false|string|int|long|bool|this|base|get|set|throw|void)\b)|(?<type>\b[A-Z]\w*\b)/gm;

export function showSource(panel, strategy) {
  panel.replaceChildren(...strategy.sources.flatMap((source, index) => [
    element("h3", {}, index === 0 ? "" : "which derives from ", element("code", {}, source.file)),
    element("p", { class: source.findings.length ? "verdict wrong" : "verdict right" },
      element("span", { "aria-hidden": "true" }, source.findings.length ? "✕ " : "✓ "),
      source.findings.length ? `SessionAnalyzers: ${count(source.findings.length, "finding", "findings")}` : "SessionAnalyzers: nothing to report"),
    codeOf(source),
  ]));
}

function codeOf({ file, text, findings }) {
  const lines = text.trimEnd().split("\n");
  return element("div", { class: "code", role: "region", "aria-label": `Source of ${file}`, tabindex: "0" },
    element("ol", {}, ...lines.map((line, index) => lineOf(line, findings.filter(finding => finding.startLine === index + 1)))));
}

function lineOf(line, findings) {
  return element("li", findings.length ? { class: "flagged" } : {},
    element("code", {}, ...highlight(line)),
    ...findings.map(finding => element("p", { class: "callout" },
      element("strong", {}, `${finding.rule}`), ` ${finding.level}: ${finding.message}`)));
}

function highlight(line) {
  const parts = [];
  let at = 0;
  for (const match of line.matchAll(tokens)) {
    const kind = Object.keys(match.groups).find(name => match.groups[name] !== undefined);
    parts.push(line.slice(at, match.index), element("span", { class: kind }, match[0]));
    at = match.index + match[0].length;
  }

  parts.push(line.slice(at) || (parts.length ? "" : "\u200b"));
  return parts;
}
