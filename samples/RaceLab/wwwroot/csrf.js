// Fills <section id="csrf">: an order form protected in three ways, and in one that looks like the first, each raced by parallel submits.
import { codeDisclosure } from "./code.js";
import { actionButton, element } from "./dom.js";
import { ask, send } from "./http.js";

const tokenHeader = "X-CSRF-Token";
const demoUser = { user: "ada", password: "analytical engine" };

const ways = [
  {
    path: "csrf/consumed",
    title: "Token in the session, consumed atomically",
    file: "ConsumedToken.cs",
    meaning: "A form counts once. Each form shown is a write.",
  },
  {
    path: "csrf/derived",
    title: "Token derived from the session by HMAC",
    file: "DerivedToken.cs",
    meaning: "Says who submits, not how often: idempotence is lost. A form shown is no write.",
  },
  {
    path: "csrf/double-submit",
    title: "Double-submit cookie sealed for the session",
    file: "DoubleSubmitCookie.cs",
    cookie: "XSRF-TOKEN",
    meaning: "Says who submits, not how often: idempotence is lost. The server keeps nothing.",
  },
  {
    path: "csrf/wrong/compared",
    title: "Wrong: token in the stock session, compared and then removed",
    file: "Wrong/ComparedToken.cs",
    finding: "SESS1003",
    meaning: "Means to count once and does not: submits that have loaded before the first commit are all accepted.",
  },
];

const section = document.querySelector("#csrf");
if (section) {
  fill(section);
}

function fill(section) {
  const clients = element("input", { type: "number", id: "csrf-submits", min: "2", max: "200", value: "20", required: true });
  const status = element("output", { id: "csrf-status" });
  const rows = ways.map(way => ({ way, ...rowOf(way) }));

  section.append(
    element("p", {}, "One order form, protected against forged requests in three ways. Each submit below carries the token of a form that was opened once; a script of another site could not have read it."),
    element("div", { class: "controls" },
      element("label", { for: "csrf-submits" }, "Parallel submits of one form"),
      clients,
      actionButton("Race the submits", status, () => raceAll(rows, clients, status)),
      actionButton("Open forms, sign in, submit them", status, () => submitAfterSignIn(rows, status))),
    element("p", {}, status),
    element("div", { class: "table-scroll", role: "region", "aria-label": "Ways to protect the form", tabindex: "0" },
      element("table", { id: "csrf-table" },
        element("caption", {}, "How often one form was accepted"),
        element("thead", {}, element("tr", {}, ...["Way", "Accepted", "Refused", "Form of before the sign-in", "What it means"]
          .map(title => element("th", { scope: "col" }, title)))),
        element("tbody", {}, ...rows.map(row => row.row)))),
    ...ways.map(way => codeDisclosure(`Code: ${way.title}`, `Csrf/${way.file}`)));
}

function rowOf(way) {
  const accepted = element("td", { class: "number" }, "–");
  const refused = element("td", { class: "number" }, "–");
  const afterSignIn = element("td", {}, "–");
  const title = element("th", { scope: "row" }, way.title, element("br"), element("code", {}, way.file));
  if (way.finding) {
    title.append(" ", element("span", { class: "finding" }, way.finding));
  }

  const row = element("tr", { "data-way": way.path }, title, accepted, refused, afterSignIn, element("td", {}, way.meaning));
  return { row, accepted, refused, afterSignIn };
}

async function raceAll(rows, clients, status) {
  if (!clients.reportValidity()) {
    return;
  }

  const submits = clients.valueAsNumber;
  for (const { way, row, accepted, refused } of rows) {
    status.textContent = `Racing: ${way.title} …`;
    const token = await openForm(way);
    const answers = await Promise.all(Array.from({ length: submits }, () => submit(way, token)));
    const count = answers.filter(answer => answer.ok).length;
    accepted.textContent = `${count} of ${submits}`;
    refused.textContent = submits - count;
    row.classList.toggle("broken", Boolean(way.finding) && count > 1);
  }

  status.textContent = `Raced ${submits} submits of one form under each way.`;
}

async function submitAfterSignIn(rows, status) {
  const forms = [];
  for (const { way } of rows) {
    forms.push(await openForm(way));
  }

  await ask("POST", "classics/login", { body: demoUser });
  for (const [index, { way, row, afterSignIn }] of rows.entries()) {
    const answer = await submit(way, forms[index]);
    afterSignIn.textContent = answer.ok ? "accepted" : "refused";
    row.classList.toggle("broken-after-sign-in", answer.ok);
  }

  status.textContent = `Signed in as ${demoUser.user}; the forms of before were submitted.`;
  document.dispatchEvent(new CustomEvent("session-changed"));
}

/** Opens the form and returns its token, as a script of this page gets hold of it. */
async function openForm(way) {
  const form = await ask("GET", `${way.path}/form`);
  return way.cookie ? readCookie(way.cookie) : form.token;
}

function submit(way, token) {
  return send("POST", `${way.path}/submit`, { headers: { [tokenHeader]: token } });
}

function readCookie(name) {
  const cookie = document.cookie.split("; ").find(pair => pair.startsWith(`${name}=`));
  if (!cookie) {
    throw new Error(`The browser did not keep the cookie ${name}. It is Secure: over http browsers keep it on localhost only.`);
  }

  return decodeURIComponent(cookie.slice(name.length + 1));
}
