// The pharmacy's page. It lies on another origin than the shop, whose API it calls with the visitor's cookies.
import { actionButton, element, inOrder, onSubmit } from "./dom.js";

const main = document.querySelector("main");
const { shop } = await (await fetch("/classics/pharmacy/origins")).json();
document.querySelector("#origin").textContent = location.origin;

if (shop) {
  main.append(
    pillsOf("listed", "The API that lists its origins", `${shop}/classics/pills`),
    pillsOf("reflecting", "The API that reflects the origin (SESS2008)", `${shop}/classics/wrong/pills`),
    element("p", {}, element("a", { href: `${shop}/#classics` }, "Back to the shop")));
} else {
  main.append(element("p", {}, "The configuration names no Pharmacy:Shop to call."));
}

function pillsOf(id, title, address) {
  const list = element("ul", { id: `${id}-pills` });
  const note = element("output", { id: `${id}-note` });
  const name = element("input", { id: `${id}-pill`, required: true, maxlength: "100", autocomplete: "off" });
  const form = element("form", { class: "controls" }, element("label", { for: name.id }, "Pill"), name, element("button", {}, "Add"));
  const show = inOrder(pills => {
    list.replaceChildren(...pills.map(pill => element("li", {}, pill)));
    note.textContent = pills.length === 1 ? "1 pill." : `${pills.length} pills.`;
  });
  const call = async (method, body) => {
    let response;
    try {
      response = await fetch(address, {
        method,
        credentials: "include",
        headers: body ? { "Content-Type": "application/json" } : {},
        body: body ? JSON.stringify(body) : undefined,
      });
    } catch {
      // A script is not told why: whether nothing answered or the answer is not for this origin.
      throw new Error("The browser keeps the answer from this origin.");
    }

    if (!response.ok) {
      throw new Error(`The shop answered with status ${response.status}.`);
    }

    return await response.json();
  };

  onSubmit(form, note, async () => {
    await show(call("POST", { name: name.value }));
    name.value = "";
  });
  const load = actionButton("Load", note, () => show(call("GET")));
  load.click();
  return element("section", { "aria-labelledby": `${id}-title` },
    element("h2", { id: `${id}-title` }, title), element("p", { class: "controls" }, load), list, form, element("p", {}, note));
}
