// What went over the wire, newest first, for whoever wants to see that real clients speak here.

import { wire } from "./api.js";
import { DRAWN, h, icon, sync } from "./dom.js";
import { clock } from "./times.js";

const SHOWN = 200; // rows; the ledger itself keeps far more
const AGAIN_MS = 1_000;
const NAMES = { slack: "Slack", telegram: "Telegram" };

/** `button` opens and closes the list; it asks for news only while it is open. */
export function wireList(button, place) {
  const count = h("p.count", {});
  const rows = h("tbody", {});
  const cross = h("button.icon-only", { "aria-label": "Close the list of requests", onclick: () => toggle(false) }, icon(...DRAWN.close));
  const head = h("tr", {}, ["Time", "Side", "What", "Client", "Outcome"].map((name) => h("th", { scope: "col" }, name)));
  place.append(
    h("header", {}, h("h2", {}, "Behind the scenes"), count, cross),
    h("div.scrolls", { tabindex: 0, role: "region", "aria-label": "Requests, newest first" }, h("table", {}, h("thead", {}, head), rows)));
  let timer = null;
  let since = 0;
  let known = [];
  let total = { requests: 0, violations: 0 };

  button.addEventListener("click", () => toggle());
  place.addEventListener("keydown", (event) => {
    if (event.key === "Escape") toggle(false);
  });

  function toggle(open = place.hidden) {
    place.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    clearInterval(timer);
    if (!open) return button.focus();
    timer = setInterval(look, AGAIN_MS);
    return look();
  }

  async function look() {
    let found;
    try {
      found = await wire(since);
    } catch (refusal) {
      count.textContent = refusal.message;
      return;
    }
    if (found.next < since) { // the playground was started anew and counts from one again
      since = 0;
      known = [];
      total = { requests: 0, violations: 0 };
      return;
    }
    since = found.next;
    total.requests += found.requests.length;
    total.violations += found.violations.length;
    const fresh = [...found.requests.map(asked), ...found.violations.map(broken), ...found.deliveries.map(offered)];
    known = [...fresh.sort((a, b) => b.n - a.n), ...known].slice(0, SHOWN);
    draw();
  }

  function draw() {
    const limits = total.violations === 1 ? "1 limit broken" : `${total.violations || "no"} limits broken`;
    const said = `${total.requests} requests, ${limits}`;
    if (count.textContent !== said) count.textContent = said;
    sync(rows, known.map((one) => ({
      key: String(one.n),
      stamp: "",
      draw: () => h("tr", { class: one.bad ? "bad" : "" },
        h("td", {}, one.at ? clock(one.at) : ""), h("td", {}, NAMES[one.platform] ?? one.platform),
        h("td", {}, one.what), h("td", { title: one.agent }, one.client), h("td", {}, one.outcome)),
    })));
  }

  return { toggle };
}

const asked = (one) => ({
  ...one, what: one.method, client: client(one.agent), outcome: one.ok ? "ok" : `refused: ${one.error ?? "no reason"}`, bad: !one.ok,
});

const broken = (one) => ({ ...one, what: one.method, client: "", outcome: `limit broken: ${one.what}`, bad: true });

const offered = (one) => ({
  ...one,
  what: `${one.kind} to the bot`,
  client: "",
  outcome: one.acked ? `acknowledged in ${one.ms} ms` : `not acknowledged${one.reason ? `: ${one.reason}` : ""}`,
  bad: !one.acked,
});

/** The part of a user agent that names the library. */
function client(agent) {
  return /slackclient\/\S+|python-telegram-bot v\S+|aiohttp\/\S+/.exec(agent)?.[0] ?? agent.split(" ")[0] ?? "";
}
