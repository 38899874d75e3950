// A list of messages: redrawn by difference, kept at its end only for a reader who was there,
// walked with the arrow keys, and announced politely.

import { DRAWN, h, icon, refocus, sync } from "./dom.js";
import { dayName, dayOf } from "./times.js";

const NEAR_PX = 48;
const DRAWN_ROWS = 300; // of a long history only the newest are drawn until somebody asks for more

export function log(label) {
  const list = h("div.list", { role: "log", "aria-label": label, "aria-live": "off", "aria-relevant": "additions text" });
  const more = h("button.more", { hidden: true, onclick: () => bottom() }, "New messages", icon(...DRAWN.down));
  const scroller = h("div.scroller", {}, list);
  const node = h("div.log", {}, scroller, more);
  let stuck = true;
  let whose = null;
  let known = new Set();
  let all = [];
  let most = DRAWN_ROWS;

  const away = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
  function bottom() {
    scroller.scrollTop = scroller.scrollHeight;
    stuck = true;
    more.hidden = true;
  }
  scroller.addEventListener("scroll", () => {
    stuck = away() < NEAR_PX;
    if (stuck) more.hidden = true;
  }, { passive: true });
  new ResizeObserver(() => stuck && bottom()).observe(scroller);

  list.addEventListener("keydown", (event) => {
    const rows = [...list.querySelectorAll("[data-row]")];
    const at = rows.indexOf(event.target);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    if (rows[next]) stand(rows[next]);
  });
  list.addEventListener("focusin", (event) => reach(event.target.closest("[data-row]")));

  /** One row is the list's stop for the Tab key; only its own tools can be reached from there. */
  function reach(row) {
    for (const one of list.querySelectorAll("[data-row]")) {
      one.tabIndex = one === row ? 0 : -1;
      for (const tool of one.querySelectorAll(".tools button")) tool.tabIndex = one === row ? 0 : -1;
    }
  }
  function stand(row) {
    reach(row);
    refocus(row);
  }

  /** Draw the newest rows, and over them a way to the earlier ones. */
  function draw() {
    const left = all.length - most;
    const earlier = {
      key: "day:earlier",
      stamp: String(left),
      draw: () => h("button.earlier", { "data-stop": "earlier", onclick: back }, `Show earlier messages (${left})`),
    };
    sync(list, left > 0 ? [earlier, ...all.slice(left)] : all);
  }
  /** The keyboard goes to the message that was the first one until now. */
  function back() {
    const before = scroller.scrollHeight - scroller.scrollTop;
    const first = list.querySelector("[data-row]");
    first.focus({ preventScroll: true });
    most += DRAWN_ROWS;
    draw();
    scroller.scrollTop = scroller.scrollHeight - before;
  }

  return {
    node,
    scroller,
    bottom,
    /** `key` names the conversation: another one begins at its end, without being read aloud. */
    show(key, items) {
      const other = key !== whose;
      if (other) {
        list.setAttribute("aria-live", "off");
        most = DRAWN_ROWS;
      }
      const was = other || stuck;
      const fresh = items.filter((item) => !known.has(item.key) && !item.key.startsWith("day:"));
      all = items;
      if (!was) most += fresh.length; // no row goes from under the eyes of somebody reading far back
      draw();
      known = new Set(items.map((item) => item.key));
      whose = key;
      if (was) bottom();
      else if (fresh.length) more.hidden = false;
      const rows = [...list.querySelectorAll("[data-row]")];
      if (rows.length && !rows.some((one) => one.tabIndex === 0)) reach(rows.at(-1));
      if (other) setTimeout(() => list.setAttribute("aria-live", "polite"), 400);
    },
    /** Put the keyboard on the newest message. */
    enter() {
      const rows = list.querySelectorAll("[data-row]");
      if (rows.length) stand(rows[rows.length - 1]);
    },
    /** Bring one message into view and mark it for a moment. */
    point(key, focus = false) {
      const at = all.findIndex((item) => item.key === key);
      if (at < 0) return false;
      if (all.length - at > most) {
        most = all.length - at;
        draw();
      }
      const row = [...list.children].find((one) => one.dataset.key === key);
      row.scrollIntoView({ block: row.offsetHeight > scroller.clientHeight ? "start" : "center" });
      row.classList.remove("pointed");
      void row.offsetWidth; // so that pointing twice shows twice
      row.classList.add("pointed");
      if (focus) {
        reach(row);
        row.focus({ preventScroll: true });
      }
      return true;
    },
  };
}

/** The items of a list with a line wherever a new day begins. */
export function withDays(messages, item) {
  const found = [];
  let day = "";
  messages.forEach((message, n) => {
    if (dayOf(message.at) !== day) {
      day = dayOf(message.at);
      const name = dayName(message.at);
      found.push({ key: `day:${day}`, stamp: name, draw: () => h("div.day", { role: "separator" }, h("span", {}, name)) });
    }
    const before = messages[n - 1];
    found.push(item(message, before && dayOf(before.at) === day ? before : null));
  });
  return found;
}
