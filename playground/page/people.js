// Who one is on a side: a list to pick from and a line to add somebody to it.

import { act, memory, people } from "./api.js";
import { DRAWN, avatar, h, icon } from "./dom.js";

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const LANGUAGE = navigator.language.split("-")[0];

export function switcher({ platform, name, place, picked }) {
  let known = [];
  let current = null;
  const news = new Set();
  const button = h("button.me", { "aria-haspopup": "true", "aria-expanded": "false", onclick: () => toggle() });
  const list = h("div.people", { role: "group", "aria-label": `People on ${name}` });
  const field = h("input", { id: `${platform}-new`, maxlength: 60, autocomplete: "off", placeholder: "e.g. Dr Amara Osei" });
  const problem = h("p.problem", { role: "alert", hidden: true });
  const form = h("form", { onsubmit: add },
    h("label", { for: `${platform}-new` }, `Add a person on ${name}`),
    h("div.row", {}, field, h("button.yes", { type: "submit" }, "Add")), problem);
  const panel = h("div.panel", { hidden: true }, list, form);
  const as = h("span.as", {}, "you are");
  place.append(h("span.product", {}, name), as, button, panel);

  place.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || panel.hidden) return;
    event.stopPropagation();
    toggle(false);
    button.focus();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!place.contains(event.target) && known.length) toggle(false);
  });
  place.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !place.contains(event.relatedTarget)) toggle(false);
  });

  function toggle(open = panel.hidden) {
    panel.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (open) (list.querySelector("[aria-current]") ?? field).focus();
  }
  async function add(event) {
    event.preventDefault();
    const called = field.value.trim();
    if (!called) {
      field.focus();
      return;
    }
    try {
      const body = platform === "slack" ? { name: called, zone: ZONE } : { name: called, language: LANGUAGE };
      const made = await act(platform, "people", body).catch(() => act(platform, "people", { name: called }));
      field.value = "";
      problem.hidden = true;
      await load();
      pick(String(made.id));
    } catch (refusal) {
      problem.hidden = false;
      problem.textContent = refusal.message;
    }
  }
  function pick(id) {
    const found = known.find((one) => String(one.id) === String(id));
    if (!found) return false;
    current = found;
    news.delete(String(found.id));
    memory.set(platform, String(found.id));
    const had = !panel.hidden;
    draw();
    toggle(false);
    if (had) button.focus();
    picked(found);
    return true;
  }
  function draw() {
    const others = [...news].filter((id) => id !== String(current?.id)).length;
    as.hidden = !current;
    const more = others ? `, ${others} new` : "";
    button.setAttribute("aria-label", current ? `${name}: you are ${current.name}${more}` : `${name}: add a person`);
    button.replaceChildren(
      ...(current ? [avatar(current.name), h("span.name", {}, current.name)] : [h("span.name", {}, "Add a person")]),
      ...(others ? [h("span.dot", {}), h("span.news", {}, `${others} new`)] : []),
      icon(...DRAWN.down));
    list.replaceChildren(...known.map((one) => {
      const fresh = news.has(String(one.id));
      return h("button.person", { "aria-current": one === current ? "true" : null, onclick: () => pick(one.id) },
        avatar(one.name), h("span.name", {}, one.name),
        one === current ? h("span.news", {}, "you") : null,
        fresh ? [h("span.dot", {}), h("span.news", {}, "new messages")] : null);
    }));
  }
  async function load() {
    known = await people(platform);
    if (current) current = known.find((one) => one.id === current.id) ?? null;
    draw();
  }

  return {
    load,
    pick,
    draw,
    get current() {
      return current;
    },
    /** The person of last time, or the first there is. */
    async begin(wanted) {
      await load();
      if (!pick(wanted) && !pick(memory.get(platform)) && !(known[0] && pick(known[0].id))) picked(null);
    },
    marked: (id) => news.has(id),
    knows: (id) => known.some((one) => String(one.id) === id),
    /** Somebody else than the one shown has something new. */
    fresh(id) {
      if (id === String(current?.id) || news.has(id)) return;
      news.add(id);
      draw();
    },
  };
}
