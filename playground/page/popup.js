// Things that lie over the page for a moment: menus, a question, a passing word. Escape puts each away.

import { h, park } from "./dom.js";

const MANY = 8; // from here on a menu can be searched by typing

let last = 0;

/** Open a list of choices beside a button; items are {label, note?, pick}. */
export function menu(button, items, name) {
  const long = items.length > MANY;
  const list = h("div.options", { role: long ? "menu" : null, "aria-label": long ? name : null });
  const choices = items.map((item) =>
    h("button.option", { role: "menuitem", onclick: () => { close(); item.pick(); } },
      h("span", {}, item.label), item.note ? h("small", {}, item.note) : null));
  list.append(...choices);
  const find = long
    ? h("input.find", { type: "search", placeholder: "Search", "aria-label": "Search the choices", oninput: filter })
    : null;
  const box = h("div.menu", { popover: "auto", role: long ? "dialog" : "menu", "aria-label": name, id: `menu-${++last}` }, find, list);
  function filter() {
    const word = find.value.trim().toLowerCase();
    choices.forEach((one, n) => { one.hidden = !items[n].label.toLowerCase().includes(word); });
  }
  const giveBack = park(button);
  function close() {
    box.hidePopover();
    giveBack();
  }
  function move(event) {
    const open = choices.filter((one) => !one.hidden);
    const at = open.indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: open.length - 1 }[event.key];
    if (next === undefined || !open.length || (find === event.target && ["Home", "End"].includes(event.key))) return;
    event.preventDefault();
    open[(next + open.length) % open.length].focus();
  }
  box.addEventListener("keydown", move);
  box.addEventListener("toggle", (event) => {
    button.setAttribute("aria-expanded", String(event.newState === "open"));
    if (event.newState !== "closed") return;
    box.remove();
    giveBack(document.activeElement === document.body); // its button may have been drawn anew meanwhile
  });
  (button.closest("dialog, .side") ?? document.body).append(box); // under a form it could not be reached
  box.showPopover();
  place(box, button);
  (find ?? choices[0])?.focus();
}

function place(box, button) {
  const at = button.getBoundingClientRect();
  const { offsetWidth: wide, offsetHeight: high } = box;
  const below = at.bottom + 6 + high <= innerHeight || at.top < high;
  box.style.left = `${Math.max(8, Math.min(at.left, innerWidth - wide - 8))}px`;
  box.style.top = `${below ? Math.min(at.bottom + 6, Math.max(8, innerHeight - high - 8)) : at.top - high - 6}px`;
}

/** A question over the page; resolves to whether it was answered with yes. `no` null leaves one button. */
export function question({ title, words, yes = "OK", no = "Cancel", danger = false }) {
  return new Promise((done) => {
    const box = h("dialog.ask", { "aria-labelledby": "ask-title" },
      h("h2", { id: "ask-title" }, title),
      words ? h("p", {}, words) : null,
      h("div.ends", {},
        no ? h("button.plain", { onclick: () => end(false) }, no) : null,
        h("button.yes", { class: danger ? "danger" : "", onclick: () => end(true) }, yes)));
    function end(answer) {
      box.close();
      box.remove();
      done(answer);
    }
    box.addEventListener("close", () => end(false)); // Escape; after a button it is settled already
    document.body.append(box);
    box.showModal();
    box.querySelector(danger && no ? ".plain" : ".yes").focus();
  });
}

const SHORTEST_MS = 4_500; // a toast stays long enough to be read slowly
const PER_LETTER_MS = 75;

/** A word that appears over a chat and goes; it waits while a pointer rests on it. */
export function toast(place, words) {
  const stay = Math.max(SHORTEST_MS, 1_500 + words.length * PER_LETTER_MS);
  const node = h("div.toast", {}, words);
  let timer = setTimeout(end, stay);
  function end() {
    node.classList.add("going");
    setTimeout(() => node.remove(), 250);
  }
  node.addEventListener("pointerenter", () => clearTimeout(timer));
  node.addEventListener("pointerleave", () => { timer = setTimeout(end, 1_500); });
  node.addEventListener("click", end);
  place.replaceChildren(node); // a newer word takes the place of the one before
}
