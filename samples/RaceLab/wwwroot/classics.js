// Fills <section id="classics">: what sessions have always been used for, the right way beside the wrong one.
import { codeDisclosure } from "./code.js";
import { actionButton, element, inOrder, onSubmit, reasonOf } from "./dom.js";
import { ask, problemOf, send } from "./http.js";

const visitsAtOnce = 20;

const section = document.querySelector("#classics");
if (section) {
  section.append(
    element("p", {}, "What sessions have always been used for, the right way beside the way of most tutorials. Open this page in a second browser too: it has a session of its own."),
    element("div", { class: "classics" }, visitCounter(), pharmacy(), login(), draft()));
}

function article(id, title, ...children) {
  return element("article", { "aria-labelledby": id }, element("h3", { id }, title), ...children);
}

function codeOf(file) {
  return codeDisclosure("Code: the right way, and the wrong one", `Classics/${file}`, `Classics/Wrong/${file}`);
}

function visitCounter() {
  return article("visits-title", "Visit counter",
    element("p", {}, "Every request counts, also when several overlap; clearing empties one's own counter only."),
    element("div", { class: "pair" },
      counterOf("right", "SessionCounter", "classics/visits"),
      counterOf("wrong", "Stock session", "classics/wrong/visits", "SESS1001")),
    codeOf("VisitCounter.cs"));
}

function counterOf(kind, title, path, finding) {
  const count = element("output", { class: "count", id: `visits-${kind}` }, "…");
  const note = element("output", { id: `visits-${kind}-note` });
  const show = inOrder(({ visits }) => { count.textContent = visits; });
  const increment = () => ask("POST", `${path}/increment`);
  show(ask("GET", path)).catch(failure => { note.textContent = reasonOf(failure); });

  return element("div", { role: "group", "aria-label": `Visit counter, ${title}`, class: kind },
    element("h4", {}, title, ...(finding ? [" ", element("span", { class: "finding" }, finding)] : [])),
    element("p", {}, count, " visits"),
    element("p", { class: "controls" },
      actionButton("Visit", note, async () => {
        await show(increment());
        note.textContent = "";
      }),
      actionButton(`Visit ${visitsAtOnce} times at once`, note, async () => {
        const before = (await increment()).visits;
        await Promise.all(Array.from({ length: visitsAtOnce }, increment));
        const after = await show(ask("GET", path));
        const counted = after.visits - before;
        note.textContent = `${visitsAtOnce} sent, ${counted} counted${counted < visitsAtOnce ? `: ${visitsAtOnce - counted} lost` : ""}.`;
      }),
      actionButton("Clear", note, async () => {
        await show(ask("POST", `${path}/clear`));
        note.textContent = "";
      })),
    element("p", {}, note));
}

function pharmacy() {
  const list = element("ul", { id: "pills" });
  const note = element("output", { id: "pills-note" });
  const name = element("input", { id: "pill", required: true, maxlength: "100", autocomplete: "off" });
  const form = element("form", { class: "controls" }, element("label", { for: "pill" }, "Pill"), name, element("button", {}, "Add"));
  const origins = element("ul", { class: "origins" });
  const show = inOrder(pills => list.replaceChildren(...pills.map(pill => element("li", {}, pill))));

  onSubmit(form, note, async () => {
    await show(ask("POST", "classics/pills", { body: { name: name.value } }));
    name.value = "";
    note.textContent = "Added.";
  });
  show(ask("GET", "classics/pills")).catch(failure => { note.textContent = reasonOf(failure); });
  ask("GET", "classics/pharmacy/origins").then(
    ({ listed, unlisted }) => origins.replaceChildren(
      ...listed.map(origin => originOf(origin, "listed: may read and add")),
      ...unlisted.map(origin => originOf(origin, "not listed: is refused, and reads the list of the endpoint that reflects the origin"))),
    failure => { note.textContent = reasonOf(failure); });

  return article("pharmacy-title", "Pharmacy on another origin",
    element("p", {}, "The pharmacy's page lies on another origin of this site and calls this API by fetch with credentials. CORS names the origins that may. To a page of another site browsers send no cookie, which is SameSite=Lax."),
    list, form, element("p", {}, note),
    element("p", {}, "The pharmacy's page, where RaceLab listens there too:"), origins,
    codeOf("Pharmacy.cs"));
}

function originOf(origin, meaning) {
  return element("li", {}, element("a", { href: `${origin}/classics/pharmacy` }, origin), ` (${meaning})`);
}

function login() {
  const note = element("output", { id: "login-note" });
  const account = element("div", { id: "account" });
  const user = element("input", { id: "user", required: true, autocomplete: "username", value: "ada" });
  const password = element("input", { id: "password", type: "password", required: true, autocomplete: "current-password" });
  const form = element("form", { class: "stacked" },
    element("label", { for: "user" }, "User"), user,
    element("label", { for: "password" }, "Password"), password,
    element("button", {}, "Sign in"));
  const show = inOrder(parts => account.replaceChildren(...parts));
  const refresh = () => show(describeAccount(note, refresh));

  onSubmit(form, note, async () => {
    await ask("POST", "classics/login", { body: { user: user.value, password: password.value } });
    password.value = "";
    note.textContent = "Signed in. The session's cookie has changed; a copy of the old one opens nothing.";
    await refresh();
  });
  document.addEventListener("session-changed", refresh);
  refresh();

  return article("login-title", "Sign-in, expiry, sign-out",
    element("p", {}, "Users: ", element("code", {}, "ada"), " (analytical engine), ", element("code", {}, "grace"), " (nanosecond) and the administrator ", element("code", {}, "margaret"), " (apollo)."),
    form, element("p", {}, note), account,
    codeOf("Login.cs"));
}

async function describeAccount(note, refresh) {
  try {
    const { user } = await ask("GET", "classics/login");
    if (user === null) {
      return [element("p", {}, "Nobody is signed in.")];
    }

    const { isAdministrator, idleTimeout, absoluteTimeout } = await ask("GET", "classics/account");
    const parts = [
      element("p", {}, "Signed in as ", element("strong", {}, user), `. Ends after ${inWords(idleTimeout)} without a request, and ${inWords(absoluteTimeout)} after the sign-in whatever happens.`),
      element("p", { class: "controls" }, actionButton("Sign out", note, async () => {
        await ask("POST", "classics/logout");
        note.textContent = "Signed out: the session is gone from the store, for copies of its cookie too.";
        await refresh();
      })),
    ];
    return isAdministrator ? [...parts, await administration(note, refresh)] : parts;
  } catch (failure) {
    return [element("p", {}, reasonOf(failure))];
  }
}

async function administration(note, refresh) {
  const sessions = await ask("GET", "classics/admin/sessions");
  return element("div", { class: "table-scroll", role: "region", "aria-label": "Signed-in sessions", tabindex: "0" },
    element("table", { id: "sessions" },
      element("caption", {}, "Signed-in sessions"),
      element("thead", {}, element("tr", {}, ...["User", "Client", "Since", "Last seen", "End"].map(title => element("th", { scope: "col" }, title)))),
      element("tbody", {}, ...sessions.map(session => element("tr", {},
        element("th", { scope: "row" }, session.user, session.isCurrent ? " (this one)" : ""),
        element("td", {}, session.userAgent ?? "unknown"),
        element("td", {}, timeOf(session.createdAt)),
        element("td", {}, timeOf(session.lastSeenAt)),
        element("td", {}, revokeButton(session, note, refresh)))))));
}

function revokeButton(session, note, refresh) {
  const button = actionButton("Revoke", note, async () => {
    await ask("DELETE", `classics/admin/sessions/${encodeURIComponent(session.user)}/${encodeURIComponent(session.id)}`);
    note.textContent = `A session of ${session.user} was revoked.`;
    await refresh();
  });
  button.setAttribute("aria-label", `Revoke the session of ${session.user} since ${timeOf(session.createdAt)}`);
  return button;
}

function draft() {
  return article("draft-title", "Conditional requests",
    element("p", {}, "A draft with an entity tag. Load it in both editors and save both: the second change was made from a draft that is no more, and is refused with 412."),
    element("div", { class: "pair" }, editor(1), editor(2)),
    codeOf("ConditionalDraft.cs"));
}

function editor(number) {
  const text = element("textarea", { id: `draft-${number}`, rows: "3", maxlength: "10000" });
  const note = element("output", { id: `draft-${number}-note` }, "Not loaded.");
  let tag = null;

  const load = async () => {
    const answer = await send("GET", "classics/draft", { headers: tag ? { "If-None-Match": tag } : {} });
    if (answer.status === 304) {
      note.textContent = "304: not changed, not sent again.";
    } else if (answer.status === 404) {
      tag = null;
      text.value = "";
      note.textContent = "404: there is no draft yet.";
    } else if (answer.ok) {
      tag = answer.tag;
      text.value = answer.value.text;
      note.textContent = "200: loaded.";
    } else {
      throw new Error(problemOf(answer));
    }
  };
  const save = async () => {
    const condition = tag ? { "If-Match": tag } : { "If-None-Match": "*" };
    const answer = await send("PUT", "classics/draft", { body: { text: text.value }, headers: condition });
    if (!answer.ok) {
      throw new Error(`${answer.status}: ${problemOf(answer)}`);
    }

    await load();
    note.textContent = "204: saved.";
  };

  return element("div", { role: "group", "aria-label": `Editor ${number}` },
    element("label", { for: `draft-${number}` }, `Editor ${number}`),
    text,
    element("p", { class: "controls" }, actionButton("Load", note, load), actionButton("Save", note, save)),
    element("p", {}, note));
}

function timeOf(instant) {
  return new Date(instant).toLocaleTimeString();
}

/** A .NET time span, [d.]hh:mm:ss, in words. */
function inWords(span) {
  const [, days = 0, hours, minutes, seconds] = span.match(/^(?:(\d+)\.)?(\d+):(\d+):(\d+)/).map(part => Number(part ?? 0));
  const parts = [[days, "day"], [hours, "hour"], [minutes, "minute"], [seconds, "second"]]
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}${amount === 1 ? "" : "s"}`);
  return parts.join(" ") || "no time";
}
