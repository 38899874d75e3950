// Slack's markup drawn as a reader sees it: &amp; &lt; &gt; are read once, <…> are links and mentions.

import { h } from "./dom.js";
import { link } from "./text.js";

const TOKEN = new RegExp(
  "```\\n?(?<fence>[^]+?)\\n?```|`(?<code>[^`\\n]+)`|<(?<angle>[^<>\\n]+)>" +
  "|(?<![\\w*])\\*(?<bold>[^\\s*](?:[^*\\n]*[^\\s*])?)\\*(?![\\w*])" +
  "|(?<![\\w_])_(?<italic>[^\\s_](?:[^_\\n]*[^\\s_])?)_(?![\\w_])" +
  "|(?<![\\w~])~(?<strike>[^\\s~](?:[^~\\n]*[^\\s~])?)~(?![\\w~])", "g");
const KINDS = { bold: "strong", italic: "em", strike: "s" };
const CODES = {
  "+1": "👍", white_check_mark: "✅", x: "❌", warning: "⚠️", tada: "🎉", wave: "👋", bell: "🔔", no_bell: "🔕",
  books: "📚", memo: "📝", alarm_clock: "⏰", star: "⭐", question: "❓", arrow_right: "➡️", heart: "❤️", pray: "🙏",
};

export function unescape(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

const pictures = (text) => text.replace(/:([a-z0-9_+-]+):/g, (whole, code) => CODES[code] ?? whole);

function angle(inner, tools) {
  const bar = inner.indexOf("|");
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? "" : unescape(inner.slice(bar + 1));
  const mention = (words) => h("span.mention", {}, words);
  if (target.startsWith("!")) {
    const word = target.slice(1).split("^")[0];
    return ["channel", "here", "everyone"].includes(word) ? mention(`@${word}`) : h("span", {}, label || word);
  }
  if (target.startsWith("@")) return mention(`@${tools.names?.[target.slice(1)] ?? (label || target.slice(1))}`);
  if (target.startsWith("#")) return mention(`#${label || target.slice(1)}`);
  const url = unescape(target);
  return link(url, [label || url.replace(/^mailto:/, "")], tools.follow);
}

function inline(text, tools) {
  const found = [];
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > at) found.push(pictures(unescape(text.slice(at, match.index))));
    const [kind, inner] = Object.entries(match.groups).find((pair) => pair[1] !== undefined);
    if (kind === "fence") found.push(h("code.fence", {}, unescape(inner)));
    else if (kind === "code") found.push(h("code", {}, unescape(inner)));
    else if (kind === "angle") found.push(angle(inner, tools));
    else found.push(h(KINDS[kind], {}, inline(inner, tools)));
    at = match.index + match[0].length;
  }
  if (at < text.length) found.push(pictures(unescape(text.slice(at))));
  return found;
}

/** Lines that begin with > are a quote, fences go over lines, the rest is inline. */
export function mrkdwn(text, tools = {}) {
  const found = [];
  for (const piece of text.split(/(```[^]+?```)/)) {
    if (piece.startsWith("```")) {
      found.push(...inline(piece, tools));
      continue;
    }
    for (const run of piece.split(/((?:^(?:&gt;|>) ?.*(?:\n|$))+)/m)) {
      if (/^(?:&gt;|>)/.test(run)) {
        const lines = run.replace(/\n$/, "").split("\n").map((line) => line.replace(/^(?:&gt;|>) ?/, ""));
        found.push(h("blockquote", {}, inline(lines.join("\n"), tools)));
      } else if (run) found.push(...inline(run, tools));
    }
  }
  return found;
}

/** A text object: plain_text is literal but for entities. */
export function text(object, tools = {}) {
  if (!object) return [];
  if (object.type === "mrkdwn") return mrkdwn(object.text, tools);
  const shown = unescape(object.text);
  return [object.emoji === false ? shown : pictures(shown)];
}

function run(one, tools) {
  let node;
  if (one.type === "link") node = link(one.url, [one.text || one.url], tools.follow);
  else if (one.type === "user") node = h("span.mention", {}, `@${tools.names?.[one.user_id] ?? one.user_id}`);
  else if (one.type === "broadcast") node = h("span.mention", {}, `@${one.range ?? "channel"}`);
  else if (one.type === "emoji") node = pictures(`:${one.name}:`);
  else node = String(one.text ?? one.fallback ?? "");
  const style = one.style ?? {};
  for (const [name, tag] of [["code", "code"], ["strike", "s"], ["italic", "em"], ["bold", "strong"]]) {
    if (style[name]) node = h(tag, {}, node);
  }
  return node;
}

/** rich_text: runs are literal. */
export function rich(block, tools = {}) {
  const runs = (part) => part.elements.map((one) => run(one, tools));
  return block.elements.map((part) => {
    if (part.type === "rich_text_list") {
      return h(part.style === "ordered" ? "ol" : "ul", {}, part.elements.map((entry) => h("li", {}, runs(entry))));
    }
    if (part.type === "rich_text_quote") return h("blockquote", {}, runs(part));
    if (part.type === "rich_text_preformatted") return h("code.fence", {}, runs(part));
    return h("div", {}, runs(part));
  });
}
