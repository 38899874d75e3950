// A file in a message: its name and size, its picture where it is one, and a way to open it.

import { h } from "./dom.js";

const DRAWN = /^image\/(png|jpeg|gif)$/;
const KB = 1024;

function size(bytes) {
  if (!bytes) return "";
  return bytes < KB * KB ? `${Math.ceil(bytes / KB)} KB` : `${(bytes / KB / KB).toFixed(1)} MB`;
}

/** An attachment; a picture is described by `alt`, else by the file's title or name. */
export function attachment(found) {
  const away = { href: found.url, target: "_blank", rel: "noopener" };
  const name = found.title || found.name;
  const about = [size(found.size), found.title && found.title !== found.name ? found.name : ""].filter(Boolean);
  const picture = DRAWN.test(found.mime) && found.size
    ? h("a.picture", { ...away, tabindex: -1 }, h("img", { src: found.url, alt: found.alt || name })) : null;
  return h("div.file", {},
    h("a.open", { ...away, "data-stop": `file ${found.url}` }, h("b", {}, name), h("span.size", {}, about.join(" · "))),
    picture);
}
