// What the app knows of the lab, and how a race is run.
import { ask } from "./http.js";

export const actions = {
  addToCart: { label: "Articles in the cart", lane: "Add to cart", sum: "Cart" },
  countVisit: { label: "Visits counted", lane: "Count a visit", sum: "Visits" },
  submitOrder: { label: "Orders with one token", lane: "Order, once", sum: "Orders" },
  vote: { label: "Votes of one visitor", lane: "Vote, once", sum: "Votes" },
  writeReport: { label: "Report noted", lane: "Slow report", sum: "Report" },
};

export const slowClient = -1;
export const lateClient = -2;

export function describeLab() {
  return ask("GET", "api/lab");
}

/** Runs a race and returns its result. Progress is told meanwhile; aborting the signal ends the race on the server too. */
export async function race(strategy, clients, onProgress, signal) {
  const response = await fetch("api/races", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ strategy, clients }),
    signal,
  });
  if (!response.ok) {
    const problem = await response.json().catch(() => null);
    throw new Error(Object.values(problem?.errors ?? {}).flat()[0] ?? `The app answered with status ${response.status}.`);
  }

  for await (const news of readEvents(response.body)) {
    if (news.failure) {
      throw new Error(news.failure);
    }

    if (news.result) {
      return news.result;
    }

    onProgress(news.progress);
  }

  throw new Error("The race ended without a result.");
}

/** Reads server-sent events, each of which carries JSON. */
async function* readEvents(body) {
  let rest = "";
  for await (const text of body.pipeThrough(new TextDecoderStream())) {
    const events = (rest + text).split("\n\n");
    rest = events.pop();
    for (const event of events) {
      const data = event.split("\n").filter(line => line.startsWith("data:")).map(line => line.slice(5)).join("\n");
      if (data) {
        yield JSON.parse(data);
      }
    }
  }
}

/** How many writes were accepted and should be there. */
export function writesOf(result) {
  return result.requests.filter(({ request }) => request.isAccepted && !["submitOrder", "vote"].includes(request.action)).length;
}

/** What a race came to, in a sentence. */
export function verdictOf(result) {
  const parts = [];
  if (result.lost) {
    parts.push(`${result.lost} of ${writesOf(result)} accepted writes are gone`);
  }

  if (result.repeated) {
    parts.push(`${count(result.repeated, "thing", "things")} that may happen once happened again`);
  }

  if (result.failed) {
    parts.push(`${count(result.failed, "request", "requests")} failed`);
  }

  const verdict = parts.length ? parts.join("; ") : "Nothing is lost, and nothing happened twice";
  return `${verdict}.`;
}

export function count(number, one, many) {
  return `${number} ${number === 1 ? one : many}`;
}

/** Milliseconds, with as many digits as say something. */
export function milliseconds(value) {
  return value.toFixed(value < 10 ? 1 : 0);
}
