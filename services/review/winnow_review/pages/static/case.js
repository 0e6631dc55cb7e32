// The script of a question's page: passages of which spans are cited, the answer's citations, keys,
// news. It shares acting, dialogs and news with the desk's other pages.

import { $ } from "./desk/dom.js";
import { Acts } from "./desk/acts.js";
import { Fields } from "./desk/fields.js";
import { News } from "./desk/news.js";
import { CaseKeys } from "./case/keys.js";
import { Citations } from "./case/citations.js";
import { Passages } from "./case/passages.js";

if (window.htmx) window.htmx.config.defaultSettleDelay = 0;

const passages = new Passages($("#sources"));
const citations = new Citations(passages, $("#citations"));
const fields = new Fields(); // a question has no values, but acting asks for the current one
const acts = new Acts(fields, null);
new CaseKeys(fields, acts, passages, citations);
new News(acts);
