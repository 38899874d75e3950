// Text becomes text nodes and nothing else: what people and the bot write is never read as HTML.

const SVG = "http://www.w3.org/2000/svg";

/** h("button.primary", {onclick, "aria-label": "…"}, "text", node, [more]) */
export function h(kind, given = {}, ...children) {
  const [tag, ...classes] = kind.split(".");
  const node = document.createElement(tag);
  if (classes.length) node.className = classes.join(" ");
  if (tag === "button" && !("type" in given)) node.type = "button";
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else if (name === "class") node.classList.add(...value.split(" ").filter(Boolean));
    else if (name === "value" || name === "checked") node[name] = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((one) => one !== null && one !== undefined && one !== false));
  return node;
}

/** A line drawing of 24 by 24; icon("M4 6h16", …) */
export function icon(...paths) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  for (const d of paths) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

export const DRAWN = {
  close: ["M6 6l12 12M18 6L6 18"],
  send: ["M4 12l16-7-6 16-3-7z"],
  edit: ["M4 20h4L19 9l-4-4L4 16z"],
  bin: ["M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13"],
  reply: ["M10 7L4 12l6 5M4 12h9c4 0 7 2 7 6"],
  down: ["M6 9l6 6 6-6"],
  plus: ["M12 5v14M5 12h14"],
  menu: ["M4 7h16M4 12h16M4 17h16"],
  thread: ["M4 5h16v11H10l-4 4v-4H4z"],
  quiet: ["M6 16V11a6 6 0 0 1 9-5M18 11v5l1 2H8M10 20h4M4 4l16 16"],
  eye: ["M3 12c4-7 14-7 18 0-4 7-14 7-18 0z", "M12 10a2 2 0 1 0 0 4 2 2 0 0 0 0-4z"],
  warn: ["M12 4l9 16H3z", "M12 10v4M12 17v.5"],
};

/** Controls a keyboard can stand on inside a node, in order. */
function stops(node) {
  return [...node.querySelectorAll("[data-stop]")];
}

/** Where the focus goes after a redraw: the same label, the same place if only that label changed, else the first of its sort. */
function counterpart(before, at, after) {
  const name = (one) => one.dataset.stop;
  const same = after.find((one) => name(one) === name(before[at]));
  if (same) return same;
  const kept = before.filter((one) => after.some((other) => name(other) === name(one))).length;
  return before.length === after.length && kept === before.length - 1 ? after[at]
    : after.find((one) => one.classList[0] === before[at].classList[0]) ?? after[0];
}

const parked = new Set(); // who gets the keyboard back from what lies over the page

/** What is about to lie over the page takes the keyboard; the function returned gives it back, to whatever stands in that place by then. */
export function park(node = document.activeElement) {
  const place = { node };
  parked.add(place);
  return (wanted = true) => {
    parked.delete(place);
    if (wanted && place.node.isConnected && place.node !== document.body) refocus(place.node);
  };
}

/** Put a new drawing in the place of an old one without taking the keyboard away from whoever stood in it, or is to come back to it. */
export function swap(old, fresh) {
  const held = old.contains(document.activeElement) ? document.activeElement : null;
  const before = stops(old);
  const heir = (node) => {
    const at = before.indexOf(node);
    return (at >= 0 ? counterpart(before, at, stops(fresh)) : null) ?? fresh;
  };
  old.replaceWith(fresh);
  if (held) refocus(heir(held));
  for (const place of parked) if (old.contains(place.node)) place.node = heir(place.node);
}

export function refocus(node) {
  if (!node.hasAttribute("tabindex") && node.tabIndex < 0) node.tabIndex = -1;
  node.focus({ preventScroll: true });
  node.scrollIntoView({ block: "nearest" });
}

/** Make the children of a list be these: items are {key, stamp, draw}; what kept its stamp is left alone. */
export function sync(list, items) {
  const had = new Map([...list.children].map((node) => [node.dataset.key, node]));
  const wanted = new Set(items.map((item) => item.key));
  const orphan = [...list.children].find((node) => !wanted.has(node.dataset.key) && node.contains(document.activeElement));
  const away = [...parked].filter((place) => list.contains(place.node));
  let here = list.firstElementChild;
  for (const item of items) {
    let node = had.get(item.key);
    if (!node || node.stamp !== item.stamp) {
      const fresh = item.draw();
      fresh.dataset.key = item.key;
      fresh.stamp = item.stamp;
      if (node) {
        if (here === node) here = fresh;
        swap(node, fresh);
      }
      node = fresh;
    }
    while (here && !wanted.has(here.dataset.key)) here = drop(here);
    if (here === node) here = here.nextElementSibling;
    else list.insertBefore(node, here);
  }
  while (here) here = drop(here);
  if (orphan && list.lastElementChild) refocus(list.lastElementChild);
  for (const place of away) if (!place.node.isConnected) place.node = list.lastElementChild ?? place.node;
}

function drop(node) {
  const next = node.nextElementSibling;
  node.remove();
  return next;
}

/** A picture for a person: initials on a colour that follows from the name. */
export function avatar(name, extra = "") {
  const letters = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const initials = (letters.length > 1 ? [letters.at(-2), letters.at(-1)] : letters.slice(0, 1))
    .map((word) => [...word][0].toUpperCase()).join("") || "?";
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)) % 997;
  return h(`span.avatar.hue${sum % 8}`, { class: extra, "aria-hidden": "true" }, initials);
}

/** The bot's own mark. */
export function mark(extra = "") {
  const svg = icon("M12 4.6a7.4 7.4 0 1 1-6.8 4.5", "M12 10.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6z");
  return h("span.avatar.bot", { class: extra, "aria-hidden": "true" }, svg);
}
