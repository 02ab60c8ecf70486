/** Sends a request of this page and reads its JSON answer, whatever its status. */
export async function send(method, path, { body, headers = {} } = {}) {
  const response = await fetch(path, {
    method,
    headers: body === undefined ? headers : { "Content-Type": "application/json", ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
    cache: "no-store",
  });
  const text = await response.text();
  return {
    status: response.status,
    ok: response.ok,
    tag: response.headers.get("ETag"),
    value: isJson(response) && text ? JSON.parse(text) : null,
  };
}

/** Sends a request and returns its value; any answer that is no success is an error with the problem that it names. */
export async function ask(method, path, options) {
  const answer = await send(method, path, options);
  if (!answer.ok) {
    throw new Error(problemOf(answer));
  }

  return answer.value;
}

/** What an answer says went wrong. */
export function problemOf({ status, value }) {
  const errors = Object.values(value?.errors ?? {}).flat();
  return errors[0] ?? value?.detail ?? `The app answered with status ${status}.`;
}

function isJson(response) {
  return /[/+]json/.test(response.headers.get("Content-Type") ?? "");
}
