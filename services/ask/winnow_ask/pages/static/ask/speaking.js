// Speaks with /v1: JSON, the steps of an answer, and news of a question that waits for a person.

const TOKEN = document.querySelector("meta[name=csrf-token]").content;

class Refusal extends Error {}

export const failed = (error) =>
  error instanceof Refusal ? error.message : "The service does not answer.";

async function sent(path, body, accept) {
  const headers = { Accept: accept, "Content-Type": "application/json" };
  if (TOKEN) headers["X-CSRF-Token"] = TOKEN;
  const method = body === undefined ? "GET" : "POST";
  const answer = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
  if (answer.status === 401) location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({}));
    throw new Refusal(problem.detail || problem.title || `Refused (${answer.status}).`);
  }
  return answer;
}

export const fetched = async (path) => (await sent(path, undefined, "application/json")).json();
export const posted = async (path, body) => (await sent(path, body, "application/json")).json();

// Ask; `told(step, data)` hears of each step, `answer` or `error` last.
export async function asked(body, told) {
  const answer = await sent("/v1/questions", body, "text/event-stream");
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  let ended = false;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    text += value.replaceAll("\r", "");
    const events = text.split("\n\n");
    text = events.pop();
    for (const event of events) {
      const step = /^event: ?(.*)$/m.exec(event)?.[1];
      const data = [...event.matchAll(/^data: ?(.*)$/gm)].map((line) => line[1]).join("\n");
      if (!step) continue; // a comment that keeps the connection open
      ended = ended || step === "answer" || step === "error";
      told(step, JSON.parse(data));
    }
  }
  if (!ended) throw new Error("the stream ended early");
}

const STREAMS = 4; // browsers open six connections to a service: some must be left
const LOOKS = 10_000; // milliseconds between two looks, where there is no stream left
let streams = 0;

const isOpen = (question) => question.state === "waiting" || question.state === "asking";

// Follow a question until nobody is asked any more.
export function followed(id, told) {
  if (streams >= STREAMS) return look(id, told);
  streams += 1;
  const news = new EventSource(`/v1/questions/${id}/events`);
  news.addEventListener("answer", (event) => {
    const question = JSON.parse(event.data);
    if (!isOpen(question)) {
      news.close();
      streams -= 1;
    }
    told(question);
  });
}

async function look(id, told) {
  const question = await fetched(`/v1/questions/${id}`).catch(() => null);
  if (question) told(question);
  if (!question || isOpen(question)) setTimeout(() => look(id, told), LOOKS);
}
