// One message as Slack draws it, in the conversation or in a thread.

import { draw } from "./blocks.js";
import { DRAWN, avatar, h, icon, mark } from "./dom.js";
import { attachment } from "./files.js";
import { marked } from "./text.js";
import { dayName, dayOf, moment, time } from "./times.js";

const TOGETHER_SECONDS = 300; // what one person says within five minutes stands under one name

const own = (message) => message.from === "person";

/** An item for log.sync; `tools` are the pane's: press, follow, names, open, thread, begin, remove. */
export function row(message, before, tools) {
  const compact = Boolean(before) && before.from === message.from && !before.replies
    && !before.notice && message.at - before.at < TOGETHER_SECONDS && before.ephemeral === message.ephemeral;
  if (message.notice) {
    return {
      key: message.id,
      stamp: message.text,
      draw: () => h("div.notice", { role: "note" }, icon(...DRAWN.warn), h("span", {}, message.text)),
    };
  }
  const day = message.replies ? dayName(message.replies.at) : "";
  return {
    key: message.id,
    stamp: JSON.stringify([message, compact, tools.who, day]),
    draw: () => build(message, compact, tools),
  };
}

function build(message, compact, tools) {
  const name = own(message) ? tools.who : "Rounds";
  const stamp = h("time", { datetime: new Date(message.at * 1000).toISOString(), title: moment(message.at) }, time(message.at));
  const head = compact ? null : h("div.head", {}, h("b.name", {}, name), own(message) ? null : h("span.app", {}, "APP"), stamp);
  return h("div.msg", {
    class: `${compact ? "compact" : ""} ${message.ephemeral ? "ephemeral" : ""} ${own(message) ? "mine" : ""}`,
    "data-row": true,
    role: "article",
    tabindex: -1,
    "aria-label": `${name}, ${time(message.at)}`,
  },
  h("div.gutter", {}, compact ? stamp : own(message) ? avatar(name) : mark()),
  h("div.body", {},
    message.ephemeral ? h("p.only", {}, icon(...DRAWN.eye), "Only visible to you") : null,
    head,
    content(message, tools),
    message.replies ? summary(message, tools) : null),
  bar(message, tools));
}

function content(message, tools) {
  const edited = message.edited && own(message) ? h("span.edited", {}, " (edited)") : null;
  const files = (message.files ?? []).map(attachment);
  if (!message.blocks?.length) {
    const words = message.text ? h("div.words", {}, marked(message.text, message.spans, tools), edited) : null;
    return h("div.content", {}, words, files);
  }
  const inner = { ...tools, key: message.id, press: (what) => tools.press({ ...what, message: message.id }) };
  return h("div.content", {}, draw(message.blocks, inner), files, edited);
}

function summary(message, tools) {
  const { count, at, faces, fresh } = message.replies;
  const last = dayOf(at) === dayOf(Date.now() / 1000) ? `today at ${time(at)}` : `${dayName(at)} at ${time(at)}`;
  return h("button.summary", { "data-stop": "thread", "data-thread": message.id, onclick: () => tools.thread(message.id) },
    h("span.faces", {}, faces.map((who) => who === "bot" ? mark() : avatar(tools.who))),
    h("b", {}, `${count} ${count === 1 ? "reply" : "replies"}`),
    fresh ? h("span.new", {}, "New") : null,
    h("span.last", {}, `Last reply ${last}`));
}

function bar(message, tools) {
  const say = (words, drawn, onclick) =>
    h("button", { tabindex: -1, "aria-label": words, title: words, onclick }, icon(...drawn));
  const found = [];
  if (!message.ephemeral && !tools.inThread) found.push(say("Reply in thread", DRAWN.thread, () => tools.thread(message.id, true)));
  if (own(message) && !message.ephemeral) {
    found.push(say("Edit message", DRAWN.edit, () => tools.begin(message)));
    found.push(say("Delete message", DRAWN.bin, () => tools.remove(message)));
  }
  return found.length ? h("div.tools", { role: "group", "aria-label": "Message actions" }, found) : null;
}

/** Messages of the conversation with their threads counted, and the threads by root. */
export function threaded(messages, seen) {
  const threads = new Map();
  const roots = [];
  for (const message of messages) {
    if (message.thread) threads.set(message.thread, [...(threads.get(message.thread) ?? []), message]);
    else roots.push(message);
  }
  for (const root of threads.keys()) {
    if (!roots.some((one) => one.id === root)) roots.push(gone(root));
  }
  roots.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const counted = roots.map((root) => {
    const replies = (threads.get(root.id) ?? []).filter((one) => !one.notice && !one.ephemeral);
    if (!replies.length) return root;
    const last = replies.at(-1);
    return {
      ...root,
      replies: {
        count: replies.length, at: last.at, faces: [...new Set(replies.map((one) => one.from))],
        fresh: last.from === "bot" && last.id > (seen(root.id) ?? ""),
      },
    };
  });
  return { roots: counted, threads };
}

/** A root that was deleted while its thread goes on. */
function gone(id) {
  return {
    id, from: "bot", thread: null, text: "This message was deleted.", spans: [], blocks: [], buttons: [], selects: [],
    ephemeral: false, edited: false, at: Number(id),
  };
}
