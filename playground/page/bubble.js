// One message as Telegram draws it: a bubble, and the bot's buttons under it.

import { busy } from "./blocks.js";
import { DRAWN, h, icon } from "./dom.js";
import { attachment } from "./files.js";
import { link, marked } from "./text.js";
import { moment, time } from "./times.js";

const TOGETHER_SECONDS = 300;

const own = (message) => message.from === "person";

/** An item for log.sync; tools: press, follow, command, begin, remove, jump, find. */
export function bubble(message, before, tools) {
  const next = Boolean(before) && before.from === message.from && message.at - before.at < TOGETHER_SECONDS && !before.buttons.length;
  const answered = message.reply_to == null ? null : tools.find(message.reply_to);
  const snippet = message.reply_to == null ? null : {
    id: message.reply_to,
    name: answered ? (own(answered) ? "You" : "Rounds") : "",
    words: message.quote?.text ?? answered?.text ?? "Deleted message",
    quoted: Boolean(message.quote),
  };
  return {
    key: String(message.id),
    stamp: JSON.stringify([message, next, snippet]),
    draw: () => build(message, next, snippet, tools),
  };
}

/** What an entity already marks needs no second mark from the platform's own linking. */
const same = (span, other) => span.offset === other.offset && span.length === other.length;

function build(message, next, snippet, tools) {
  const name = own(message) ? "You" : "Rounds";
  const spans = [...message.spans, ...(message.autolinks ?? []).filter((one) => !message.spans.some((span) => same(span, one)))];
  return h("div.turn", {
    class: `${own(message) ? "mine" : "theirs"} ${next ? "next" : ""}`,
    "data-row": true,
    role: "article",
    tabindex: -1,
    "aria-label": `${name}, ${time(message.at)}`,
  },
  h("div.line", {},
    h("div.bubble", {},
      snippet ? quoteOf(snippet, tools) : null,
      message.file ? attachment(message.file) : null,
      message.text ? h("div.words", {}, marked(message.text, spans, tools)) : null,
      h("div.meta", {},
        message.reactions?.length ? h("span.reactions", {}, message.reactions.join(" ")) : null,
        message.silent ? h("span.silent", { title: "Sent without a sound" }, icon(...DRAWN.quiet), h("span.unseen", {}, "sent silently")) : null,
        message.edited ? h("span", {}, "edited") : null,
        h("time", { datetime: new Date(message.at * 1000).toISOString(), title: moment(message.at) }, time(message.at)),
        own(message) ? h("span.ticks", { "aria-hidden": "true" }, "✓✓") : null)),
    bar(message, tools)),
  message.buttons.length ? keyboard(message, tools) : null);
}

function quoteOf(snippet, tools) {
  return h("button.snippet", {
    "data-stop": `reply ${snippet.id}`, "aria-label": `In reply to: ${snippet.words.slice(0, 80)}`, onclick: () => tools.jump(snippet.id),
  }, snippet.name ? h("b", {}, snippet.name) : null, h("span", { class: snippet.quoted ? "quoted" : "" }, snippet.words));
}

function keyboard(message, tools) {
  const rows = new Map();
  for (const one of message.buttons) rows.set(one.row, [...(rows.get(one.row) ?? []), one]);
  return h("div.keyboard", { role: "group", "aria-label": "Buttons" },
    [...rows.values()].map((row) => h("div.keys", {}, row.map((one) => key(message, one, tools)))));
}

function key(message, one, tools) {
  const given = { class: one.style ?? "", "data-stop": one.label };
  if (one.url) {
    const node = link(one.url, [one.label], tools.follow);
    node.classList.add("key", "away");
    node.dataset.stop = one.label;
    return node;
  }
  const what = one.id ? { token: one.id } : { label: one.label };
  const node = h("button.key", { ...given, onclick: () => busy(node, () => tools.press({ ...what, message: message.id })) }, one.label);
  return node;
}

/** The words of this message a person has selected, if they have. */
function chosen(message, node) {
  const selection = getSelection();
  const inside = node.closest("[data-row]").querySelector(".bubble > .words");
  const words = selection.toString();
  const here = inside && selection.rangeCount && inside.contains(selection.anchorNode) && inside.contains(selection.focusNode);
  return here && words && message.text.includes(words) ? words : null;
}

function bar(message, tools) {
  let quote = null;
  const say = (words, drawn, onclick) => {
    const node = h("button", {
      tabindex: -1, "aria-label": words, title: words, onclick: () => onclick(node),
      onpointerdown: (event) => { quote = chosen(message, event.currentTarget); },
    }, icon(...drawn));
    return node;
  };
  const reply = () => {
    tools.begin({
      kind: "reply", id: message.id, quote, words: quote ?? message.text,
      title: quote ? "Reply to the quoted words" : `Reply to ${own(message) ? "yourself" : "Rounds"}`,
    });
    quote = null;
  };
  const found = [say("Reply (select words first to quote them)", DRAWN.reply, reply)];
  if (own(message)) {
    found.push(say("Edit message", DRAWN.edit, () => tools.begin({
      kind: "edit", id: message.id, title: "Edit message", words: message.text, text: message.text,
    })));
    found.push(say("Delete message", DRAWN.bin, () => tools.remove(message)));
  }
  return h("div.tools", { role: "group", "aria-label": "Message actions" }, found);
}
