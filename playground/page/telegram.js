// The Telegram side: a phone with one chat in it.

import { act, screen, steady } from "./api.js";
import { bubble } from "./bubble.js";
import { composer } from "./composer.js";
import { DRAWN, h, icon, mark } from "./dom.js";
import { log, withDays } from "./log.js";
import { menu, question, toast } from "./popup.js";

const SLOW = "The bot did not answer this press. It may still arrive; nothing else was sent.";

export function telegramSide(frame) {
  let person = null;
  let seen = null; // the last screen
  let told = 0; // the newest toast that was shown

  const tools = {
    press, follow, command: (word) => attempt(() => say(word)), remove,
    begin: (what) => write.begin(what),
    jump: (id) => list.point(String(id), true),
    find: (id) => seen?.messages.find((one) => one.id === id) ?? null,
  };
  const list = log("Chat with Rounds");
  const status = h("span.status", {}, "bot");
  const toasts = h("div.toasts", { role: "status", "aria-live": "polite" });
  const about = h("p", {});
  const how = h("span", {});
  const hint = h("div.hint", { hidden: true }, h("b", {}, "No messages here yet"), about, how);
  const menuButton = h("button.commands", {
    "aria-label": "Menu of commands", "aria-haspopup": "menu", "aria-expanded": "false", onclick: commands,
  }, icon(...DRAWN.menu), h("span", {}, "Menu"));
  const keys = h("div.reply-keys", { hidden: true, role: "group", "aria-label": "Suggested words" });
  const write = composer({
    id: "telegram-write", label: "Message Rounds on Telegram", placeholder: "Message", before: menuButton, submit: send,
    commands: () => (seen?.commands ?? []).map((one) => ({ ...one, command: `/${one.command}` })),
  });
  const start = h("button.start", { hidden: true, onclick: () => attempt(() => act("telegram", "open", { person: person.id, where: "start" })) }, "Start");
  frame.append(
    h("header.bar", {}, mark(), h("div", {}, h("h2", {}, "Rounds"), status)),
    h("div.chat", {}, toasts, hint, list.node, h("p.nobody", {}, "Add a person above to begin.")), keys, write.node, start);

  function warn(words) {
    toast(toasts, words);
  }
  async function attempt(work) {
    try {
      const done = await work();
      await refresh();
      return done;
    } catch (refusal) {
      warn(refusal.message);
      return null;
    }
  }
  async function press(what) {
    const done = await attempt(() => act("telegram", "press", { person: person.id, ...what }));
    if (done && !done.acked) warn(SLOW);
    if (done?.copied) await navigator.clipboard?.writeText(done.copied).catch(() => warn("Copying is not allowed here."));
  }
  const say = (text, more = {}) => act("telegram", "say", { person: person.id, text, ...more });
  async function send(text, doing) {
    if (doing?.kind === "edit") await act("telegram", "edit", { person: person.id, message: doing.id, text });
    else if (doing) await say(text, { reply_to: doing.id, ...(doing.quote ? { quote: doing.quote } : {}) });
    else await say(text);
    if (doing?.kind !== "edit") list.bottom();
    await refresh();
  }
  async function remove(message) {
    const sure = await question({
      title: "Delete message", words: "It goes from both sides. Telegram does not tell the bot.", yes: "Delete", danger: true,
    });
    if (sure) await attempt(() => act("telegram", "delete", { person: person.id, message: message.id }));
  }
  function commands() {
    const known = seen?.commands ?? [];
    const items = known.map((one) => ({
      label: `/${one.command}`, note: one.description, pick: () => tools.command(`/${one.command}`),
    }));
    menu(menuButton, items.length ? items : [{ label: "/start", note: "The bot has set no menu", pick: () => tools.command("/start") }], "Commands");
  }
  /** A start link of the bot is followed here, as the app would. */
  function follow(url) {
    const code = /^(?:www\.)?(?:t\.me|telegram\.me)$/.test(url.hostname) ? url.searchParams.get("start") : null;
    if (!code) return false;
    attempt(() => act("telegram", "open", { person: person.id, where: "start", code }));
    return true;
  }

  function show() {
    if (!seen || !person) return;
    const { messages } = seen;
    const fresh = messages.length === 0 && !seen.person.started;
    const blocked = seen.person.blocked;
    status.textContent = seen.typing ? "typing…" : "bot";
    status.classList.toggle("typing", seen.typing);
    hint.hidden = messages.length > 0;
    about.textContent = seen.description ?? "";
    how.textContent = seen.person.invited ? "You were sent an invitation link. Start follows it." : "Press Start.";
    const held = document.activeElement === start;
    start.hidden = !fresh && !blocked;
    start.textContent = blocked ? "Restart" : "Start";
    write.node.hidden = fresh || blocked;
    if (held && start.hidden) write.area.focus();
    list.node.hidden = messages.length === 0;
    list.show(String(person.id), withDays(messages, (message, before) => bubble(message, before, tools)));
    const last = messages.findLast((one) => one.from === "bot");
    write.area.placeholder = last?.force_reply || "Message";
    const words = (last?.keyboard ?? []).flat();
    keys.hidden = !words.length;
    keys.replaceChildren(...words.map((word) => h("button", { onclick: () => attempt(() => say(word)) }, word)));
    tell(seen.toasts);
  }
  function tell(all) {
    for (const one of all.filter((entry) => entry.at > told)) {
      told = one.at;
      if (one.alert) question({ title: "Rounds", words: one.text, no: null });
      else toast(toasts, one.text);
    }
  }
  const refresh = steady(async () => {
    if (!person) return;
    const asked = person;
    const found = await screen("telegram", asked.id);
    if (asked !== person) return;
    if (!seen) told = Math.max(0, ...found.toasts.map((one) => one.at));
    seen = found;
    show();
  });

  return {
    refresh,
    /** Put the keyboard where one writes or, before that, on Start. */
    enter() {
      (start.hidden ? write.area : start).focus();
    },
    /** Look at another person's phone. */
    async become(next) {
      person = next;
      seen = null;
      toasts.replaceChildren();
      start.hidden = true;
      frame.classList.toggle("empty", !person);
      if (!person) return;
      write.attach(`draft.telegram.${person.id}`);
      await refresh();
    },
  };
}
