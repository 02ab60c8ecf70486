// Code that is fetched when someone wants to see it.
import { element, reasonOf } from "./dom.js";
import { ask } from "./http.js";
import { showSource } from "./source.js";

/** A disclosure that shows files of the project, each with what the analyzers say about it. */
export function codeDisclosure(title, ...paths) {
  const panel = element("div", { class: "sources" });
  let isAsked = false;
  const show = async () => {
    if (isAsked) {
      return;
    }

    isAsked = true;
    try {
      const sources = await Promise.all(paths.map(path => ask("GET", `api/sources/${path}`)));
      panel.replaceChildren(...sources.map(source => {
        const part = element("div");
        showSource(part, { sources: [source] });
        return part;
      }));
    } catch (failure) {
      isAsked = false;
      panel.replaceChildren(element("p", {}, reasonOf(failure)));
    }
  };
  return element("details", { ontoggle: show }, element("summary", {}, title), panel);
}
