// Shows on the page what the gateway knows about its services. Without scripts the page still reads.
const WORDS = { up: "answers", away: "away" };

function show(name, state) {
  const cell = document.querySelector(`[data-service="${name}"]`);
  if (cell) {
    cell.dataset.state = state;
    cell.textContent = WORDS[state] ?? "not known";
  }
}

async function refresh() {
  try {
    const answer = await fetch("/status", { cache: "no-store" });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const { version, services } = await answer.json();
    document.querySelector("#version").textContent = version;
    for (const [name, state] of Object.entries(services)) show(name, state);
    show("gateway-service", "up");
  } catch (fault) {
    console.warn("the gateway does not answer", fault);
    for (const cell of document.querySelectorAll("[data-service]")) show(cell.dataset.service, "unknown");
    show("gateway-service", "away");
  }
}

const socket = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`;
for (const place of document.querySelectorAll("[data-socket-url]")) place.textContent = socket;
for (const place of document.querySelectorAll("[data-origin]")) place.textContent = location.origin;

await refresh();
setInterval(() => document.hidden || refresh(), 5000);
