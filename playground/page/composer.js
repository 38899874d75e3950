// Where a person writes: Enter sends, Shift+Enter breaks the line, Escape leaves an edit or a reply.
// Words that could not be sent stay where they were typed.

import { memory } from "./api.js";
import { DRAWN, h, icon } from "./dom.js";

export function composer({ id, label, placeholder, before, submit, commands = () => [] }) {
  const area = h("textarea", { id, rows: 1, placeholder, "aria-label": label, autocomplete: "off", spellcheck: true });
  const mode = h("div.mode", { hidden: true });
  const problem = h("div.problem", { role: "alert", hidden: true });
  const hints = h("div.hints", { hidden: true });
  const send = h("button.send", { type: "submit", "aria-label": "Send" }, icon(...DRAWN.send));
  const node = h("form.composer", { onsubmit: (event) => { event.preventDefault(); go(); } },
    problem, mode, hints, h("div.row", {}, before, area, send));
  let doing = null;
  let sending = false;
  let draft = "";

  function fit() {
    area.style.height = "auto";
    if (area.scrollHeight) area.style.height = `${Math.min(area.scrollHeight, 180)}px`; // 0 while it is not shown
    node.classList.toggle("filled", Boolean(area.value.trim()));
  }
  function write(text) {
    area.value = text;
    changed();
  }
  function changed() {
    fit();
    hint();
    if (doing?.kind !== "edit" && draft) memory.set(draft, area.value);
  }
  function hint() {
    const typed = /^\/[a-z]*$/i.test(area.value) ? area.value.toLowerCase() : null;
    const found = typed ? commands().filter((one) => one.command.toLowerCase().startsWith(typed)) : [];
    hints.hidden = !found.length;
    hints.replaceChildren(...found.map((one) =>
      h("button.hint", { onclick: () => { write(`${one.command} `); area.focus(); } },
        h("b", {}, one.command), one.description ? ` ${one.description}` : null)));
  }
  function say(words) {
    problem.hidden = !words;
    problem.textContent = words ?? "";
  }
  function enter(next) {
    doing = next;
    mode.hidden = !next;
    mode.replaceChildren(...(next ? [
      h("span.what", {}, h("b", {}, next.title), h("span", {}, next.words ?? "")),
      h("button.icon-only", { "aria-label": `Stop: ${next.title}`, onclick: leave }, icon(...DRAWN.close)),
    ] : []));
  }
  function leave() {
    const edited = doing?.kind === "edit";
    enter(null);
    if (edited) write(memory.get(draft));
    area.focus();
  }
  async function go() {
    const text = area.value;
    if (sending || !text.trim()) return;
    sending = true;
    area.readOnly = true;
    node.classList.add("sending");
    say(null);
    try {
      await submit(text, doing);
      if (draft) memory.set(draft, "");
      enter(null);
      write("");
    } catch (refusal) {
      say(refusal.message);
    } finally {
      sending = false;
      area.readOnly = false;
      node.classList.remove("sending");
    }
  }
  area.addEventListener("input", changed);
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      go();
    } else if (event.key === "Escape" && doing) {
      event.stopPropagation();
      leave();
    }
  });

  return {
    node,
    area,
    say,
    /** Begin to edit or answer a message: {kind, id, title, words, text?} */
    begin(next) {
      enter(next);
      if (next.kind === "edit") write(next.text);
      area.focus();
      area.setSelectionRange(area.value.length, area.value.length);
    },
    /** Another conversation: its own unsent words come back. */
    attach(name) {
      if (name === draft) return;
      draft = name;
      enter(null);
      say(null);
      write(memory.get(name));
    },
  };
}
