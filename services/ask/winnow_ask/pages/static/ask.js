// The page where questions are asked: sends them, and shows what comes back.
import { byId, made, say } from "./ask/dom.js";
import { asked, failed, fetched, followed } from "./ask/speaking.js";
import { Thread } from "./ask/thread.js";

const thread = new Thread(byId("thread"));
const form = byId("ask");
const question = byId("question");
let conversation = new URLSearchParams(location.search).get("conversation") || null;

function filters() {
  const told = {};
  for (const name of ["recipe", "since", "until"]) {
    const value = form.elements[name].value;
    if (value) told[name] = value;
  }
  return told;
}

function showFilters() {
  const count = Object.keys(filters()).length;
  byId("filtered").textContent = count ? ` (${count})` : "";
}

async function ask(text, turn = thread.begin(text)) {
  byId("empty").hidden = true;
  conversation ??= crypto.randomUUID();
  history.replaceState(null, "", `?conversation=${conversation}`);
  const body = { question: text, id: turn.id, conversation_id: conversation, filters: turn.filters ??= filters() };
  try {
    await asked(body, (step, told) => {
      if (step === "answer") return settled(turn, told);
      if (step === "error") return again(turn, text, told.detail);
      return turn.step(step, told);
    });
  } catch (error) {
    again(turn, text, failed(error));
  }
}

// Under the same id nothing is answered, or paid for, twice.
function again(turn, text, why) {
  turn.broke(why, () => ask(text, turn));
  say(`That did not work: ${why}`);
}

function settled(turn, told) {
  turn.show(told);
  say(told.state === "waiting" ? "A person has been asked." : "Answered.");
  if (told.state === "waiting") wait(turn);
}

function wait(turn) {
  followed(turn.id, (told) => {
    turn.show(told);
    if (told.state === "decided") say("A person has answered.");
  });
}

thread.onwait = wait;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = question.value.trim();
  if (!text) return;
  question.value = "";
  ask(text);
});

form.addEventListener("change", showFilters);

question.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    question.focus();
  }
});

for (const example of document.querySelectorAll(".example")) {
  example.addEventListener("click", () => {
    question.value = example.textContent;
    question.focus();
  });
}

if (conversation) {
  try {
    const told = await fetched(`/v1/conversations/${encodeURIComponent(conversation)}`);
    byId("empty").hidden = told.questions.length > 0;
    for (const one of told.questions) {
      const turn = thread.begin(one.question, one.id);
      turn.show(one);
      if (one.state === "waiting" || one.state === "asking") wait(turn);
    }
  } catch (error) {
    byId("thread").before(made("p", { class: "banner bad", role: "alert" }, failed(error)));
    conversation = null;
  }
}
showFilters();
question.focus();
