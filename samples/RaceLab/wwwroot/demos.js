// What outlives a session, step by step.
import { actionButton, element } from "./dom.js";
import { ask, send } from "./http.js";

const articles = ["tea", "coffee", "chocolate"];

export function showDemos(container) {
  container.append(abandonedCart(), immutableSession());
}

function abandonedCart() {
  const output = element("output", { id: "cart-output" }, "No cart yet.");
  let link = null;

  return card("cart-demo", "The abandoned cart",
    "The cart is kept for 30 days after its last change, in a store of its own. The session holds its id and nothing else.",
    output,
    actionButton("Fill a cart", output, async () => {
      await ask("POST", "carts");
      for (const article of articles) {
        await ask("POST", `carts/mine/articles/${article}`);
      }

      link = (await ask("POST", "carts/mine/recovery-links")).token;
      output.textContent = `The cart holds ${inWords(await ask("GET", "carts/mine"))}. A shop would mail the visitor a recovery link now.`;
    }),
    actionButton("End the session", output, async () => {
      await ask("DELETE", "carts/session");
      const { status } = await send("GET", "carts/mine");
      output.textContent = `The session is gone. Asked for the visitor's cart, the app answers ${status}.`;
    }),
    actionButton("Recover the cart", output, async () => {
      if (link === null) {
        output.textContent = "Fill a cart first.";
        return;
      }

      const cart = await ask("POST", "carts/recoveries", { body: { token: link } });
      output.textContent = `The link brought the cart back into a new session: ${inWords(cart)}.`;
    }));
}

function immutableSession() {
  const output = element("output", { id: "token-output" }, "No session yet.");
  let token = null;
  const mine = () => send("GET", "signed-sessions/mine", { headers: { Authorization: `Bearer ${token}` } });

  return card("token-demo", "The immutable session",
    "A signed token in the client's hands says which cart is whose. Logging out puts its id on the revocation list, the one state left.",
    output,
    actionButton("Begin a session", output, async () => {
      token = (await ask("POST", "signed-sessions?held=true")).token;
      const { id, expiresAt } = (await mine()).value;
      output.textContent = `This page holds the token of session ${id.slice(0, 8)}…, good until ${new Date(expiresAt).toLocaleTimeString()}. The server has stored nothing of it.`;
    }),
    actionButton("Log out", output, async () => {
      if (token === null) {
        output.textContent = "Begin a session first.";
        return;
      }

      const { status } = await send("DELETE", "signed-sessions/mine", { headers: { Authorization: `Bearer ${token}` } });
      output.textContent = status === 204 ? "Logged out: the token's id is on the revocation list." : `It had ended already: the app answers ${status}.`;
    }),
    actionButton("Use the token", output, async () => {
      if (token === null) {
        output.textContent = "Begin a session first.";
        return;
      }

      const { status } = await mine();
      output.textContent = status === 200 ? "The token is accepted." : `The token is refused with ${status}, although its signature is right and its time not over.`;
    }));
}

function card(id, title, text, output, ...buttons) {
  return element("article", { id, class: "panel", "aria-labelledby": `${id}-title` },
    element("h3", { id: `${id}-title` }, title),
    element("p", {}, text),
    element("div", { class: "buttons" }, ...buttons),
    element("p", { class: "outcome" }, output));
}

function inWords({ articles: held }) {
  return [...held].sort().join(", ") || "nothing";
}
