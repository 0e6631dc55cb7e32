// The script of the desk's pages: keys for everything, the viewer of a document, time per field,
// news. It needs no other library than htmx, which sends the forms.

import { $ } from "./desk/dom.js";
import { Acts } from "./desk/acts.js";
import { Fields } from "./desk/fields.js";
import { Keys } from "./desk/keys.js";
import { News } from "./desk/news.js";
import { Viewer } from "./desk/viewer.js";

if (window.htmx) window.htmx.config.defaultSettleDelay = 0; // what was swapped in is looked at at once

const section = $("#viewer");
const viewer = section ? new Viewer(section) : null;
const fields = new Fields();
const acts = new Acts(fields, viewer);
new Keys(fields, acts, viewer);
new News(acts);

viewer?.open();
if (fields.all.length) fields.begin({ focus: $("#document")?.dataset.writable !== "false" });
