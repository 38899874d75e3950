// The pane beside (on a narrow screen: over) the conversation that shows one thread.

import { composer } from "./composer.js";
import { DRAWN, h, icon } from "./dom.js";
import { log, withDays } from "./log.js";
import { row } from "./slackrow.js";

/** say(text, doing) sends into the thread; closed() follows Escape and the cross. */
export function threadPane({ say, closed, tools }) {
  const list = log("Thread");
  const write = composer({ id: "slack-thread-write", label: "Reply in this thread", placeholder: "Reply…", submit: say });
  const cross = h("button.icon-only", { "aria-label": "Close thread", onclick: closed }, icon(...DRAWN.close));
  const node = h("aside.thread", { "aria-label": "Thread", hidden: true },
    h("header", {}, h("h2", {}, "Thread"), h("span.where", {}, "Rounds"), cross), list.node, write.node);
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    closed();
  });
  const inside = { ...tools, inThread: true, begin: (message) => write.begin(editing(message)) };

  return {
    node,
    list,
    write,
    cross,
    show(person, root, replies) {
      node.hidden = !root;
      if (!root) return;
      write.attach(`draft.slack.${person.id}.${root.id}`);
      const count = replies.filter((one) => !one.notice && !one.ephemeral).length;
      const line = {
        key: "day:count",
        stamp: String(count),
        draw: () => h("div.count", { role: "separator" }, h("span", {}, count === 1 ? "1 reply" : `${count} replies`)),
      };
      const { replies: _, ...alone } = root;
      Object.assign(inside, { who: tools.who, names: tools.names });
      const items = withDays([alone, ...replies], (message, before) => row(message, before === alone ? null : before, inside));
      if (count) items.splice(2, 0, line);
      list.show(`${person.id}/${root.id}`, items);
    },
  };
}

export const editing = (message) =>
  ({ kind: "edit", id: message.id, title: "Edit message", words: message.text, text: message.text });
