// The form, and what it shows of each strategy: its result beside its code.
import { element, reasonOf } from "./dom.js";
import { describeLab, race, verdictOf } from "./lab.js";
import { createComparison } from "./comparison.js";
import { showResult } from "./result.js";
import { showSource } from "./source.js";

const byId = id => document.getElementById(id);
const results = new Map();
let running = null;

export async function startRaces() {
  const setup = byId("setup");
  try {
    const lab = await describeLab();
    setup.textContent = `Everything is kept in ${nameOf(lab.store)}. The stock session uses ${lab.cache}. Another store: --store memory, postgres or redis.`;
    start(lab);
  } catch (failure) {
    setup.textContent = `The lab could not be loaded: ${reasonOf(failure)}`;
  }
}

function nameOf(store) {
  return { memory: "this process's memory", postgres: "PostgreSQL", redis: "Redis" }[store] ?? store;
}

function start({ strategies, minClients, maxClients }) {
  const clients = byId("clients");
  clients.min = minClients;
  clients.max = maxClients;
  const showClients = () => { byId("clients-value").textContent = clients.value; };
  clients.addEventListener("input", showClients);
  showClients();

  const choices = new Map(strategies.map((strategy, index) => [strategy.id, choiceOf(strategy, index === 0)]));
  byId("strategies").replaceChildren(...[...choices.values()].map(choice => choice.label));
  const comparison = createComparison(byId("comparison-table"), strategies, id => {
    choices.get(id).input.checked = true;
    show(id);
    byId("race").scrollIntoView();
  });
  const find = id => strategies.find(strategy => strategy.id === id);
  const chosen = () => byId("race-form").elements.strategy.value;

  function show(id) {
    showResult(byId("result"), find(id), results.get(id));
    showSource(byId("source"), find(id));
  }

  async function run(ids) {
    if (running) {
      return;
    }

    running = new AbortController();
    setRunning(true);
    try {
      for (const [index, id] of ids.entries()) {
        choices.get(id).input.checked = true;
        await raceOne(find(id), ids.length > 1 ? `${index + 1} of ${ids.length}: ` : "");
      }

      if (ids.length > 1) {
        byId("status").textContent = `All ${ids.length} strategies have raced with ${clients.value} clients. The table compares them.`;
      }
    } catch (failure) {
      byId("status").textContent = failure.name === "AbortError" ? "Stopped." : `The race failed: ${reasonOf(failure)}`;
    } finally {
      running = null;
      setRunning(false);
    }
  }

  async function raceOne(strategy, position) {
    show(strategy.id);
    const status = byId("status");
    const progress = byId("progress");
    status.textContent = `${position}${strategy.title} races with ${clients.value} clients …`;
    const result = await race(strategy.id, clients.valueAsNumber, ({ done, total }) => {
      progress.max = total;
      progress.value = done;
    }, running.signal);
    progress.value = progress.max;
    results.set(strategy.id, result);
    choices.get(strategy.id).showVerdict(result);
    comparison.show(strategy.id, result);
    show(strategy.id);
    status.textContent = `${strategy.title}: ${verdictOf(result)}`;
  }

  byId("race-form").addEventListener("submit", event => {
    event.preventDefault();
    run([chosen()]);
  });
  byId("race-all").addEventListener("click", () => run(strategies.map(strategy => strategy.id)));
  byId("stop").addEventListener("click", () => running?.abort());
  byId("strategies").addEventListener("change", () => show(chosen()));
  show(chosen());
  byId("race-one").disabled = false;
  byId("race-all").disabled = false;
}

function choiceOf(strategy, isChecked) {
  const input = element("input", { type: "radio", name: "strategy", value: strategy.id, checked: isChecked });
  const mark = element("span", { class: "mark" });
  const label = element("label", { class: "choice" },
    input,
    element("span", { class: "number" }, strategy.number),
    element("span", { class: "words" }, element("strong", {}, strategy.title), element("span", { class: "summary" }, strategy.summary)),
    mark);
  return {
    input,
    label,
    showVerdict(result) {
      mark.className = `mark ${result.isRight ? "right" : "wrong"}`;
      mark.textContent = result.isRight ? "✓ kept" : "✕ lost";
    },
  };
}

function setRunning(isRunning) {
  byId("race-form").setAttribute("aria-busy", isRunning);
  const stop = byId("stop");
  const hadFocus = [byId("race-one"), byId("race-all"), stop].includes(document.activeElement);
  byId("race-one").hidden = isRunning;
  byId("race-all").hidden = isRunning;
  stop.hidden = !isRunning;
  byId("progress").classList.toggle("running", isRunning);
  if (hadFocus) {
    (isRunning ? stop : byId("race-one")).focus();
  }
}
