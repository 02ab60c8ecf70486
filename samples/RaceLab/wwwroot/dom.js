// Small helpers of the page's sections.

/** Creates an element. Attributes named on… are listeners; those that are null or false are left out. */
export function element(name, attributes = {}, ...children) {
  const created = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === false) {
      continue;
    }

    if (key.startsWith("on")) {
      created.addEventListener(key.slice(2), value);
    } else {
      created.setAttribute(key, value === true ? "" : value);
    }
  }

  created.append(...children);
  return created;
}

/** Why something failed, for people: fetch fails with a TypeError where nothing answers. */
export function reasonOf(failure) {
  return failure instanceof TypeError ? "The app does not answer." : failure.message;
}

/** A button that is busy while its action runs. What the action throws is shown in the output. */
export function actionButton(label, output, action) {
  const button = element("button", {
    type: "button",
    onclick: () => runOnce(button, output, action),
  }, label);
  return button;
}

/** Shows answers in the order of their requests: one that arrives after a later request's answer has been shown is dropped. */
export function inOrder(show) {
  let asked = 0;
  let shown = 0;
  return async request => {
    const turn = ++asked;
    const answer = await request;
    if (turn > shown) {
      shown = turn;
      show(answer);
    }

    return answer;
  };
}

/** Runs a form's action in place of its submission. */
export function onSubmit(form, output, action) {
  form.addEventListener("submit", event => {
    event.preventDefault();
    runOnce(form, output, action);
  });
}

// Not `disabled`: a button that is disabled under the finger loses the keyboard's focus.
async function runOnce(control, output, action) {
  if (control.getAttribute("aria-busy") === "true") {
    return;
  }

  control.setAttribute("aria-busy", "true");
  try {
    await action();
  } catch (failure) {
    output.textContent = reasonOf(failure);
  } finally {
    control.removeAttribute("aria-busy");
  }
}
