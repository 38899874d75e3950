// Both sides side by side: who one is on each, what changes, and which side a narrow screen shows.

import { feed, memory, screen } from "./api.js";
import { switcher } from "./people.js";
import { slackSide } from "./slack.js";
import { telegramSide } from "./telegram.js";
import { wireList } from "./wire.js";

const by = (id) => document.getElementById(id);
const state = by("state");
const tabs = [...document.querySelectorAll("[data-show]")];
const sides = { slack: slackSide(by("slack-frame")), telegram: telegramSide(by("telegram-frame")) };
const names = { slack: "Slack", telegram: "Telegram" };
const who = {};
const one = matchMedia("(max-width: 820px)"); // only one side is shown at a time
const opened = Date.now() / 1_000;
const before = {}; // whose chat was shown
const looked = new Map(); // when one last was this person

for (const platform of Object.keys(sides)) by(`${platform}-frame`).classList.add("empty", "waiting"); // nobody types for nobody

wireList(by("wire-button"), by("wire"));

function problem(refusal) {
  state.textContent = refusal ? refusal.message : "";
}

for (const platform of Object.keys(sides)) {
  who[platform] = switcher({
    platform,
    name: names[platform],
    place: by(`${platform}-who`),
    picked: (person) => {
      by(`${platform}-frame`).classList.remove("waiting");
      if (before[platform]) looked.set(`${platform}/${before[platform]}`, Date.now() / 1_000);
      before[platform] = person?.id;
      sides[platform].become(person).catch(problem);
    },
  });
}

function showSide(name) {
  document.body.dataset.shown = name;
  memory.set("side", name);
  for (const tab of tabs) {
    const on = tab.dataset.show === name;
    tab.setAttribute("aria-pressed", String(on));
    if (on) tab.querySelector(".badge").hidden = true;
    else if (who[tab.dataset.show]?.current) looked.set(`${tab.dataset.show}/${who[tab.dataset.show].current.id}`, Date.now() / 1_000);
  }
}
for (const tab of tabs) tab.addEventListener("click", () => showSide(tab.dataset.show));
for (const skip of document.querySelectorAll("[data-skip]")) {
  skip.addEventListener("click", (event) => {
    event.preventDefault();
    showSide(skip.dataset.skip);
    sides[skip.dataset.skip].enter();
  });
}

/** Somebody else's chat changed: news for them, if the bot wrote since one last looked. */
async function elsewhere(platform, id) {
  if (!who[platform].marked(id) && await wrote(platform, id)) who[platform].fresh(id);
}

async function wrote(platform, id) {
  const last = (await screen(platform, id)).messages.findLast((one) => one.from === "bot");
  return Boolean(last) && last.at > (looked.get(`${platform}/${id}`) ?? opened);
}

async function changed(platform, id) {
  if (!who[platform].knows(id)) await who[platform].load();
  if (!who[platform].current) return void who[platform].pick(id);
  if (id !== String(who[platform].current.id)) return elsewhere(platform, id);
  await sides[platform].refresh();
  const badge = document.querySelector(`[data-show="${platform}"] .badge`);
  if (one.matches && badge.hidden && document.body.dataset.shown !== platform) badge.hidden = !await wrote(platform, id);
}

const asked = new URLSearchParams(location.search);

/** Ask for everything, as at the beginning: the person of last time, or the first there is. */
async function whole(platform) {
  if (!who[platform].current) return who[platform].begin(asked.get(platform));
  await who[platform].load();
  return sides[platform].refresh();
}

showSide(asked.has("slack") ? "slack" : asked.has("telegram") ? "telegram" : memory.get("side") || "slack");
if (asked.has("message")) sides.slack.point(asked.get("message"));
if (location.search) history.replaceState(null, "", "/");
feed({
  changed: (platform, id) => changed(platform, id).catch(problem),
  down: (lost) => { state.textContent = lost ? "Connection lost. Trying again…" : ""; },
  opened: () => Object.keys(sides).forEach((platform) => whole(platform).catch(problem)),
});
document.addEventListener("keydown", (event) => {
  const about = document.querySelector(".about[open]");
  if (event.key === "Escape" && about) {
    about.open = false;
    about.querySelector("summary").focus();
  }
});
