// Marked text: a plain string and spans over it (offsets in UTF-16 units) become nodes.

import { h } from "./dom.js";

const SAFE = /^(https?:|mailto:|tel:|tg:)/i;
const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", strike: "s", code: "code", pre: "code",
  quote: "q", blockquote: "q", mention: "b", hashtag: "b",
};
const FEW_LINES = 3; // a quote that may fold is folded beyond these
const FEW_LETTERS = 120;

/** An address a person may follow, or null: javascript: and the like stay words. */
export function address(url) {
  try {
    const found = new URL(url, location.href);
    return SAFE.test(found.protocol) ? found : null;
  } catch {
    return null;
  }
}

/** A link; `follow(url)` may take it over by returning true. */
export function link(url, children, follow) {
  const target = address(url);
  if (!target) return h("span", {}, children);
  return h("a", {
    href: target.href,
    target: "_blank",
    rel: "noopener noreferrer",
    "data-stop": target.href,
    onclick(event) {
      if (follow?.(target)) event.preventDefault();
    },
  }, children);
}

function wrap(span, inner, tools) {
  const kind = span.type ?? span.kind;
  if (["link", "url", "text_link", "email"].includes(kind)) {
    const shown = inner.map((one) => one.textContent ?? one).join("");
    const guess = kind === "email" ? `mailto:${shown}` : /^[a-z]+:/i.test(shown) ? shown : `http://${shown}`;
    return link(span.url ?? guess, inner, tools.follow);
  }
  if (["command", "bot_command"].includes(kind) && tools.command) {
    const word = inner.map((one) => one.textContent ?? one).join("");
    return h("button.inline", { onclick: () => tools.command(word), "data-stop": word }, inner);
  }
  if (kind === "spoiler") return spoiler(inner);
  if (kind === "expandable_blockquote") return folding(inner);
  const tag = TAGS[kind];
  return tag ? h(`${tag}.k-${kind}`, {}, inner) : h("span", {}, inner);
}

/** Words nobody sees until they ask. */
function spoiler(inner) {
  const node = h("button.spoiler", {
    "aria-label": "Hidden words, press to show",
    "data-stop": "spoiler",
    onclick() {
      const shown = h("mark", { tabindex: -1 }, inner);
      node.replaceWith(shown);
      shown.focus();
    },
  }, h("span", { "aria-hidden": "true" }, inner));
  return node;
}

/** A quote of which the first lines are shown until somebody wants the rest. */
function folding(inner) {
  const quote = h("q", {}, inner);
  const words = quote.textContent;
  if (words.length <= FEW_LETTERS && words.split("\n").length <= FEW_LINES) return quote;
  quote.classList.add("folded");
  const more = h("button.inline", {
    "data-stop": "quote",
    onclick() {
      quote.classList.remove("folded");
      quote.tabIndex = -1;
      quote.focus();
      more.remove();
    },
  }, "Whole quote");
  return h("span", {}, quote, more);
}

/** The nodes of text between two offsets, with the spans nested as they lie. */
export function marked(text, spans = [], tools = {}) {
  const ordered = [...spans].filter((one) => one.length > 0)
    .sort((a, b) => a.offset - b.offset || b.length - a.length);
  const build = (from, to, rest) => {
    const found = [];
    let at = from;
    let n = 0;
    while (n < rest.length) {
      const span = rest[n];
      const begin = Math.max(span.offset, at);
      const end = Math.min(span.offset + span.length, to);
      const inside = [];
      let m = n + 1;
      while (m < rest.length && rest[m].offset < end) inside.push(rest[m++]);
      n = m;
      if (begin >= end) continue;
      if (begin > at) found.push(text.slice(at, begin));
      found.push(wrap(span, build(begin, end, inside), tools));
      at = end;
    }
    if (at < to) found.push(text.slice(at, to));
    return found;
  };
  return build(0, text.length, ordered);
}
