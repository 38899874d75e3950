// Block Kit as Slack draws it: one function per kind of block, one per kind of control.
//
// tools: press({label} or {token}) → promise · follow(url) · names · open (folded texts that were opened) · key

import { h } from "./dom.js";
import { rich, text } from "./mrkdwn.js";
import { menu, question } from "./popup.js";
import { address } from "./text.js";

const FOLD_LETTERS = 700; // a section without "expand" is folded about here
const SEVERAL = ["checkboxes", "multi_static_select"];

const plain = (object) => text(object).join("");

export const optionsOf = (element) =>
  [...(element.options ?? []), ...(element.option_groups ?? []).flatMap((group) => group.options)];

/** Two buttons with one value, or none, can only be told apart by their words. */
function values(blocks) {
  const count = new Map();
  JSON.stringify(blocks, (name, value) => {
    if (value?.type === "button" && value.value) count.set(value.value, (count.get(value.value) ?? 0) + 1);
    return value;
  });
  return count;
}

export function draw(blocks, tools) {
  const all = { ...tools, count: values(blocks) };
  return blocks.map((block, n) => BLOCKS[block.type]?.(block, all, n) ?? h("p.block.unknown", {}, `[${block.type}]`));
}

const BLOCKS = {
  section(block, tools, n) {
    const long = !block.expand && (block.text?.text.length ?? 0) > FOLD_LETTERS;
    const words = block.text ? h("div.words", {}, text(block.text, tools)) : null;
    return h("div.block.section", {},
      h("div.main", {}, words,
        long ? fold(words, `${tools.key}/${n}`, tools) : null,
        block.fields ? h("div.fields", {}, block.fields.map((one) => h("div.words", {}, text(one, tools)))) : null),
      block.accessory ? h("div.accessory", {}, control(block.accessory, tools)) : null);
  },
  header: (block) => h("h3.block", {}, plain(block.text)),
  divider: () => h("hr.block", {}),
  context: (block, tools) => h("div.block.context", {}, block.elements.map((one) =>
    one.type === "image" ? picture(one) : h("span.words", {}, text(one, tools)))),
  actions: (block, tools) => h("div.block.actions", {}, block.elements.map((one) => control(one, tools))),
  context_actions: (block, tools) => BLOCKS.actions(block, tools),
  rich_text: (block, tools) => h("div.block.words.rich", {}, rich(block, tools)),
  markdown: (block) => h("div.block.words", {}, block.text),
  image: (block) => h("figure.block", {}, block.title ? h("figcaption", {}, plain(block.title)) : null, picture(block)),
  alert: (block, tools) => h("div.block.alert.words", {}, text(block.text, tools)),
  input: (block) => h("p.block.context", {}, `${plain(block.label)} (in the form)`),
  table: (block, tools) => h("div.block.scrolls", {}, h("table", {}, block.rows.map((row, n) => h("tr", {},
    row.map((cell) => h(n ? "td" : "th", {}, cell.type === "rich_text" ? rich(cell, tools) : String(cell.text ?? cell.value ?? ""))))))),
  data_table: (block, tools) => BLOCKS.table(block, tools),
  card: (block, tools) => h("div.block.card", {},
    block.title ? h("strong.words", {}, text(block.title, tools)) : null,
    ["subtitle", "body"].map((name) => block[name] ? h("div.words", {}, text(block[name], tools)) : null),
    block.actions ? BLOCKS.actions({ elements: block.actions }, tools) : null),
  carousel: (block, tools) => h("div.block.carousel", {}, draw(block.elements, tools)),
  container: (block, tools) => h("div.block.card", {},
    block.title ? h("strong", {}, plain(block.title)) : null, draw(block.child_blocks, tools)),
};

function fold(words, name, tools) {
  if (tools.open.has(name)) return null;
  words.classList.add("folded");
  const more = h("button.inline", {
    "data-stop": "See more",
    onclick() {
      tools.open.add(name);
      words.classList.remove("folded");
      words.tabIndex = -1; // the keyboard stays where the reading goes on
      words.focus({ preventScroll: true });
      more.remove();
    },
  }, "See more");
  return more;
}

/** Pictures only from this address; others are told by their alternative text. */
function picture(one) {
  const url = address(one.image_url ?? one.slack_file?.url ?? "");
  if (url && url.origin === location.origin) return h("img", { src: url.href, alt: one.alt_text });
  return h("span.noimage", {}, `[image: ${one.alt_text}]`);
}

function control(element, tools) {
  const kind = element.type;
  if (kind === "button" || kind === "workflow_button") return button(element, tools);
  if (kind === "icon_button") return button(element, tools);
  if (kind === "feedback_buttons") {
    return [element.positive_button, element.negative_button].map((one) => button(one, tools));
  }
  if (kind === "radio_buttons" || kind === "checkboxes") return choices(element, tools);
  if (kind === "image") return picture(element);
  if (optionsOf(element).length) return select(element, tools);
  return h("span.noimage", {}, `[${kind}]`);
}

async function sure(confirm) {
  if (!confirm) return true;
  return question({
    title: plain(confirm.title), words: plain(confirm.text), yes: plain(confirm.confirm), no: plain(confirm.deny),
    danger: confirm.style === "danger",
  });
}

/** While a press is on its way its button says so and takes no second one; it keeps the focus. */
export async function busy(node, work) {
  if (node.getAttribute("aria-busy") === "true") return;
  node.setAttribute("aria-busy", "true");
  try {
    await work();
  } finally {
    node.removeAttribute("aria-busy");
  }
}

function button(element, tools) {
  const label = plain(element.text);
  const alone = element.value && tools.count.get(element.value) === 1;
  const press = () => tools.press(alone ? { token: element.value, label } : { label });
  const given = {
    class: element.style ?? "",
    "aria-label": element.accessibility_label ?? null,
    "data-stop": label,
  };
  const url = element.url ? address(element.url) : null;
  if (url) {
    return h("a.sk-button", {
      ...given,
      href: url.href,
      target: "_blank",
      rel: "noopener noreferrer",
      onclick(event) {
        if (tools.follow(url)) event.preventDefault();
        press();
      },
    }, label);
  }
  const node = h("button.sk-button", {
    ...given,
    onclick: () => busy(node, async () => { if (await sure(element.confirm)) await press(); }),
  }, label);
  return node;
}

function select(element, tools) {
  const options = optionsOf(element);
  const chosen = element.initial_option ? plain(element.initial_option.text) : null;
  const shown = element.type === "overflow" ? "⋯" : chosen ?? (plain(element.placeholder) || "Choose");
  const node = h("button.sk-button.select", {
    "aria-haspopup": "menu",
    "aria-expanded": "false",
    "aria-label": element.type === "overflow" ? "More actions" : null,
    "data-stop": element.action_id,
    onclick: () => menu(node, options.map((one) => ({
      label: plain(one.text),
      note: one.description ? plain(one.description) : null,
      pick: () => busy(node, async () => {
        if (await sure(element.confirm)) await tools.press({ label: plain(one.text) });
      }),
    })), shown),
  }, shown);
  return node;
}

function choices(element, tools) {
  const several = SEVERAL.includes(element.type);
  const chosen = new Set((element.initial_options ?? [element.initial_option]).filter(Boolean).map((one) => one.value));
  return h("fieldset.choices", {}, element.options.map((one) => h("label", {},
    h("input", {
      type: several ? "checkbox" : "radio",
      name: `${tools.key}/${element.action_id}`,
      checked: chosen.has(one.value),
      "data-stop": `${element.action_id}/${one.value}`,
      onchange: () => tools.press({ label: plain(one.text) }),
    }), h("span", {}, text(one.text, tools)))));
}
