// The Slack side: a conversation with the app, its Home, a thread beside it and a form over it.

import { act, memory, screen, steady } from "./api.js";
import { draw } from "./blocks.js";
import { composer } from "./composer.js";
import { DRAWN, h, icon, mark, swap } from "./dom.js";
import { log, withDays } from "./log.js";
import { modal } from "./modal.js";
import { question } from "./popup.js";
import { row, threaded } from "./slackrow.js";
import { editing, threadPane } from "./thread.js";

const ARCHIVE = /^\/slack\/archives\/([^/]+)\/p(\d{7,})$/;
const AGAIN_MS = 3_000; // Slack itself offers what was not acknowledged again only after a minute
const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];

/** The message a permalink names, or null: {channel, ts} */
function permalink(url) {
  const found = ARCHIVE.exec(url.pathname);
  const here = url.origin === location.origin || (LOOPBACK.includes(url.hostname) && url.port === location.port);
  return found && here ? { channel: found[1], ts: `${found[2].slice(0, -6)}.${found[2].slice(-6)}` } : null;
}

export function slackSide(frame) {
  let person = null;
  let seen = null; // the last screen
  let root = "";
  let again = null; // the timer of the next look into an empty Home
  let wanted = null; // a message to point at once it is there
  const open = new Set();

  const tools = { press, follow, thread, remove, open, names: {}, who: "", begin: (message) => write.begin(editing(message)) };
  const list = log("Messages with Rounds");
  const hint = h("div.hint", { hidden: true }, mark("large"), h("b", {}, "This is the beginning of your chat with Rounds"),
    h("span", {}, "Open Home and press Next task, or write “next” here."),
    h("button.sk-button.primary", { onclick: () => look("home") }, "Open Home"));
  const write = composer({
    id: "slack-write", label: "Message Rounds", placeholder: "Message Rounds", commands: () => seen?.commands ?? [],
    submit: (text, doing) => send(text, doing, null),
  });
  const side = threadPane({ say: (text, doing) => send(text, doing, root), closed: () => thread(""), tools });
  const form = modal({
    submit: (fields) => attempt(() => act("slack", "submit", { person: person.id, fields })),
    close: () => attempt(() => act("slack", "close", { person: person.id })),
    press: (what) => press({ ...what, message: seen.modal.id }),
    follow,
  });
  const tabs = ["home", "messages"].map((name) => h("button.tab", {
    role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}`, onclick: () => look(name), onkeydown: walk,
  }, name === "home" ? "Home" : "Messages"));
  const badge = h("span.badge", { hidden: true });
  const arrived = h("p.unseen", { role: "status" });
  tabs[1].append(" ", badge);
  const home = h("div.home", { id: "panel-home", role: "tabpanel", "aria-labelledby": "tab-home", tabindex: -1 });
  const talk = h("div.talk", { id: "panel-messages", role: "tabpanel", "aria-labelledby": "tab-messages" }, hint, list.node, write.node);
  const trouble = h("div.trouble", { role: "alert", hidden: true });
  frame.append(
    h("div.rail", { "aria-hidden": "true" }, h("span.tile", {}, "SA")),
    h("div.sidebar", { "aria-hidden": "true" }, h("b", {}, "St Anna"), h("span.part", {}, "Apps"),
      h("span.here", {}, mark(), "Rounds")),
    h("div.channel", {},
      h("header.bar", {}, mark(), h("h2", {}, "Rounds"), h("span.app", {}, "APP"),
        h("div.tabs", { role: "tablist", "aria-label": "Views of Rounds" }, tabs), arrived),
      trouble, home, talk, h("p.nobody", {}, "Add a person above to begin.")),
    side.node);

  function walk(event) {
    if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const other = tabs[1 - tabs.indexOf(event.target)];
    other.focus();
    other.click();
  }
  async function attempt(work) {
    try {
      const done = await work();
      trouble.hidden = true;
      await refresh();
      return done;
    } catch (refusal) {
      trouble.hidden = false;
      trouble.textContent = refusal.message;
      return null;
    }
  }
  function press({ label, token, message }) {
    const what = token ? { token } : { label };
    return attempt(() => act("slack", "press", { person: person.id, message, ...what }));
  }
  async function send(text, doing, inThread) {
    if (doing?.kind === "edit") await act("slack", "edit", { person: person.id, message: doing.id, text });
    else await act("slack", "say", { person: person.id, text, ...(inThread ? { thread: inThread } : {}) });
    if (!doing) (inThread ? side.list : list).bottom();
    await refresh();
  }
  async function remove(message) {
    const sure = await question({
      title: "Delete message", words: "Are you sure you want to delete this message? This cannot be undone.", yes: "Delete", danger: true,
    });
    if (sure) await attempt(() => act("slack", "delete", { person: person.id, message: message.id }));
  }
  function look(tab) {
    if (seen) seen = { ...seen, tab }; // else the first screen is still on its way
    show();
    return attempt(() => act("slack", "open", { person: person.id, where: tab }));
  }

  /** Open a thread, or close it with ""; `typing` puts the cursor into its composer. */
  function thread(id, typing = false) {
    const was = root;
    root = id;
    memory.set("thread", id && person ? `${person.id}/${id}` : "");
    show();
    if (id && typing) side.write.area.focus();
    else if (id) side.list.enter();
    else if (was) (frame.querySelector(`[data-thread="${CSS.escape(was)}"]`) ?? write.area).focus();
  }
  function follow(url) {
    const link = permalink(url);
    if (!link || link.channel !== person?.channel) return false;
    point(link.ts, true);
    return true;
  }
  /** Show a message, in its thread if it stands in one. */
  function point(ts, focus = false) {
    const found = seen?.messages.find((one) => one.id === ts);
    if (!found) {
      wanted = ts;
      return;
    }
    wanted = null;
    if (seen.tab !== "messages") look("messages");
    const replied = seen.messages.some((one) => one.thread === ts);
    if (found.thread || replied) {
      root = found.thread ?? ts;
      memory.set("thread", `${person.id}/${root}`);
    }
    show();
    if (found.thread || replied) side.list.point(ts, focus);
    else list.point(ts, focus);
  }

  function show() {
    if (!seen || !person) return;
    const atHome = seen.tab === "home";
    tabs.forEach((tab, n) => {
      const on = atHome === (n === 0);
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
    });
    home.hidden = !atHome;
    talk.hidden = atHome;
    count(atHome);
    const fresh = (id) => memory.get(`read.${person.id}.${id}`);
    const { roots, threads } = threaded(seen.messages, fresh);
    const top = roots.find((one) => one.id === root) ?? null;
    if (top) {
      memory.set(`read.${person.id}.${root}`, threads.get(root)?.at(-1)?.id ?? "");
      if (top.replies) top.replies.fresh = false;
    }
    frame.classList.toggle("with-thread", Boolean(top) && !atHome);
    hint.hidden = roots.length > 0;
    list.node.hidden = roots.length === 0;
    list.show(person.id, withDays(roots, (message, before) => row(message, before, tools)));
    side.show(person, atHome ? null : top, threads.get(root) ?? []);
    drawHome(seen.home);
    form.show(seen.modal);
    if (wanted) point(wanted, true);
  }
  /** How much came into Messages while Home was in front. */
  function count(atHome) {
    const name = `seen.${person.id}`;
    const ids = seen.messages.filter((one) => one.from === "bot" && !one.notice).map((one) => one.id);
    const newest = ids.at(-1) ?? "0";
    const last = (atHome && memory.get(name)) || newest;
    memory.set(name, last);
    const fresh = ids.filter((id) => id > last).length;
    badge.hidden = !fresh;
    badge.textContent = fresh ? `${fresh} new` : "";
    const words = fresh ? `${fresh} new in Messages` : "";
    if (arrived.textContent !== words) arrived.textContent = words;
  }
  /** A person who finds Home empty opens it again, until the bot is there. */
  function lookAgain() {
    again = null;
    if (person && seen?.tab === "home" && !seen.home) look("home");
  }
  function drawHome(view) {
    if (!view && seen.tab === "home") again ??= setTimeout(lookAgain, AGAIN_MS);
    const stamp = JSON.stringify([view, person.id]);
    const old = home.firstElementChild;
    if (old?.stamp === stamp) return;
    const inside = { ...tools, key: view?.id, press: (what) => press({ ...what, message: view.id }) };
    const fresh = h("div.view", {}, view
      ? [view.notice ? h("p.notice", { role: "alert" }, icon(...DRAWN.warn), view.notice) : null, draw(view.blocks, inside)]
      : h("p.quiet", {}, "Rounds has not put anything here. Is the bot running?"));
    fresh.stamp = stamp;
    if (old) swap(old, fresh);
    else home.append(fresh);
  }
  const refresh = steady(async () => {
    if (!person) return;
    const asked = person;
    const found = await screen("slack", asked.id);
    if (asked !== person) return;
    seen = found;
    show();
  });

  return {
    refresh,
    /** Put the keyboard where one writes. */
    enter() {
      if (seen?.tab === "home") look("messages");
      write.area.focus();
    },
    point,
    /** Look through another person's eyes. */
    async become(next) {
      person = next;
      seen = null;
      frame.classList.toggle("empty", !person);
      if (!person) return;
      tools.who = person.name;
      tools.names = { [person.id]: person.name, U0ROUNDS: "Rounds" };
      const [owner, id] = memory.get("thread").split("/");
      root = owner === person.id ? id : "";
      write.attach(`draft.slack.${person.id}`);
      await refresh();
    },
  };
}
