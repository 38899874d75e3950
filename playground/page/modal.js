// The form Slack opens over everything: fields, what is wrong under each, and words that are never lost on the way.

import { DRAWN, h, icon, park } from "./dom.js";
import { busy, draw } from "./blocks.js";

const SEVERAL = ["checkboxes", "multi_static_select"];
const LINES = { email_text_input: "email", url_text_input: "url", number_input: "number", datepicker: "date", timepicker: "time" };

/** submit(fields) and close() go to the platform; press and follow serve the blocks between the fields. */
export function modal({ submit, close, press, follow }) {
  const box = h("dialog.modal", { "aria-labelledby": "modal-title" });
  document.body.append(box);
  let shown = null;
  let parts = null;
  let giveBack = null; // the keyboard, to where it was before

  box.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
  box.addEventListener("close", () => { // the browser may close it without asking
    giveBack?.();
    giveBack = null;
    if (!shown) return;
    shown = null;
    close();
  });

  function build(view) {
    const errors = new Map();
    const title = h("h2", { id: "modal-title" }, view.title);
    const notice = h("p.notice", { role: "alert", hidden: true });
    const between = view.blocks.filter((block) => block.type !== "input");
    const drawn = new Map(draw(between, { press, follow, names: {}, open: new Set(), key: view.id })
      .map((node, n) => [between[n].block_id, node]));
    const rows = view.blocks.map((block) => {
      if (block.type !== "input") return drawn.get(block.block_id);
      return row(view.fields.find((one) => one.block === block.block_id), errors);
    });
    const send = view.submit ? h("button.yes", { type: "submit" }, view.submit) : null;
    const form = h("form", {
      novalidate: true,
      onsubmit(event) {
        event.preventDefault();
        busy(send, () => submit(collect(form, view.fields)));
      },
    },
    h("header", {}, title, h("button.icon-only", { "aria-label": "Close", onclick: close }, icon(...DRAWN.close))),
    h("div.rows", {}, notice, rows),
    h("footer", {}, h("button.plain", { onclick: close }, view.close), send));
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    });
    box.replaceChildren(form);
    parts = { errors, notice };
  }

  function row(field, errors) {
    const id = `field-${field.block}`;
    const wrong = h("p.wrong", { id: `${id}-wrong`, role: "alert", hidden: true });
    const input = inputOf(field, id);
    input.setAttribute("aria-describedby", `${id}-wrong${field.hint ? ` ${id}-hint` : ""}`);
    errors.set(field.block, { wrong, input });
    const words = [field.label, field.optional ? h("small", {}, " (optional)") : null];
    const group = input.tagName === "FIELDSET";
    const count = field.max && field.multiline ? counter(input, field.max) : null;
    return h("div.field", {},
      group ? null : h("label", { for: id }, words), input, group ? null : count,
      field.hint ? h("p.hint", { id: `${id}-hint` }, field.hint) : null, wrong);
  }

  function mend(view) {
    let first = null;
    for (const field of view.fields) {
      const { wrong, input } = parts.errors.get(field.block);
      const changed = wrong.textContent !== (field.error ?? "");
      wrong.hidden = !field.error;
      if (changed) wrong.textContent = field.error ?? "";
      if (field.error) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
      if (field.error && changed) first ??= input;
    }
    parts.notice.hidden = !view.notice;
    parts.notice.textContent = view.notice ?? "";
    first?.focus();
  }

  return {
    box,
    show(view) {
      if (!view) {
        shown = null;
        if (box.open) box.close();
        return;
      }
      const what = JSON.stringify([view.id, view.title, view.submit, view.blocks]);
      const other = what !== shown;
      if (other) build(view);
      shown = what;
      if (!box.open) {
        giveBack = park();
        box.showModal();
      }
      if (other) first(box)?.focus();
      mend(view);
    },
  };
}

const first = (box) => box.querySelector(".rows input, .rows textarea, .rows select, .rows button") ?? box.querySelector(".yes, footer button");

function inputOf(field, id) {
  const given = { id, "data-block": field.block, placeholder: field.placeholder || null, maxlength: field.max || null };
  if (["radio_buttons", "checkboxes", "multi_static_select"].includes(field.kind)) {
    const several = SEVERAL.includes(field.kind);
    return h("fieldset", { id, "data-block": field.block, tabindex: -1 }, h("legend", {}, field.label),
      field.options.map((one) => h("label", {}, h("input", {
        type: several ? "checkbox" : "radio", name: id, value: one.label, checked: [field.value].flat().includes(one.label),
      }), h("span", {}, one.label))));
  }
  if (field.options.length) {
    return h("select", given, h("option", { value: "" }, field.placeholder || "Choose"),
      field.options.map((one) => h("option", { value: one.label, selected: one.label === field.value }, one.label)));
  }
  if (field.multiline) return h("textarea", { ...given, rows: 5, value: field.value });
  return h("input", { ...given, type: LINES[field.kind] ?? "text", value: field.value, autocomplete: "off" });
}

function counter(input, most) {
  const node = h("p.hint.count", {});
  const show = () => { node.textContent = `${input.value.length} of ${most}`; };
  input.addEventListener("input", show);
  show();
  return node;
}

/** block id → what stands in the field; an empty text field is sent too, so that the old word goes. */
function collect(form, fields) {
  const found = {};
  for (const field of fields) {
    const node = form.querySelector(`[data-block="${CSS.escape(field.block)}"]`);
    if (node.tagName === "FIELDSET") {
      const picked = [...node.querySelectorAll("input:checked")].map((one) => one.value);
      if (SEVERAL.includes(field.kind) ? picked.length : picked[0]) {
        found[field.block] = SEVERAL.includes(field.kind) ? picked : picked[0];
      }
    } else if (node.tagName !== "SELECT" || node.value) found[field.block] = node.value;
  }
  return found;
}
