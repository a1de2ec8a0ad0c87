// Lets readers explore a chart: values under the pointer, zoom, keys, and the table in step. The server has drawn the
// chart already; it stays where a library cannot be loaded, data is to be saved, or colours are forced.
const script = document.getElementById("charts");
const forced = matchMedia("(forced-colors: active)");
let library;

// The library is large: it is fetched once, when the first chart comes near. Its style sheet is ours and is there
// before it, so that it writes none of its own, which the policy would refuse.
function load() {
  library ??= new Promise((resolve, reject) => {
    const sheet = Object.assign(document.createElement("link"), {
      id: "plotly.js-style-global", className: "no-inline-styles", rel: "stylesheet", href: script.dataset.sheet,
    });
    const code = Object.assign(document.createElement("script"), { src: script.dataset.library, onerror: reject });
    sheet.onerror = reject;
    sheet.onload = () => document.head.append(code);
    code.onload = () => resolve(window.Plotly);
    document.head.append(sheet);
  });
  return library;
}

async function start(drawing) {
  if (drawing.dataset.state || forced.matches) return;
  drawing.dataset.state = "loading";
  try {
    // The page knows the fingerprinted addresses of both scripts.
    const [plotly, { Plot }, answer] = await Promise.all([load(), import(script.dataset.plot), fetch(drawing.dataset.figure)]);
    const figure = answer.ok ? await answer.json() : null;
    // Figures were published since the page was opened: its table would not say what the new figure shows.
    if (figure?.mark !== drawing.dataset.mark) throw new Error("The chart is of another state.");
    await new Plot(plotly, drawing, figure).show();
  } catch {
    drawing.dataset.state = "still";
    drawing.querySelector(".plot")?.remove();
  }
}

function offer(drawing) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Explore this chart" });
  button.className = "fig__tool";
  button.addEventListener("click", () => { button.remove(); start(drawing); });
  drawing.parentElement.querySelector(".fig__tools").append(button);
}

function watch() {
  const drawings = document.querySelectorAll("[data-figure]");
  if (navigator.connection?.saveData) return drawings.forEach(offer);
  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      start(target);
    }
  }, { rootMargin: "160px 0px" });
  drawings.forEach((drawing) => near.observe(drawing));
}

// Reading comes first: nothing is fetched before the reader moves, or has been sent further down the page.
const MOVES = ["scroll", "pointermove", "pointerdown", "touchstart", "keydown"];
function onMove() {
  MOVES.forEach((name) => removeEventListener(name, onMove));
  watch();
}
if (scrollY > 0) watch();
else MOVES.forEach((name) => addEventListener(name, onMove, { passive: true }));
