// Shows what the filters leave as they are ticked, without losing one's place. The form works the same without it.
const form = document.querySelector("[data-explorer]");
const said = document.querySelector("[data-explorer-said]");
const SEARCH_PAUSE = 400;
let asking, pause;

function address() {
  const kept = [...new FormData(form)].filter(([, value]) => value !== "");
  const query = new URLSearchParams(kept).toString();
  return `${form.getAttribute("action")}${query ? `?${query}` : ""}`;
}

// Puts the new answer where the old one stands; the form itself stays, and with it the focus and what is being typed.
function swap(page) {
  const results = page.getElementById("results");
  if (!results) throw new Error("no results in the answer");
  document.getElementById("results").replaceWith(document.adoptNode(results));
  for (const count of form.querySelectorAll("[data-count]")) {
    const found = page.querySelector(`[data-count="${CSS.escape(count.dataset.count)}"]`);
    if (!found) continue;
    count.textContent = found.textContent;
    count.closest(".check").className = found.closest(".check").className;
  }
  said.textContent = document.querySelector("[data-results-count]").textContent;
}

async function show() {
  clearTimeout(pause);
  asking?.abort();
  asking = new AbortController();
  const url = address();
  document.getElementById("results").setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { signal: asking.signal });
    if (!answer.ok) throw new Error(`answered ${answer.status}`);
    swap(new DOMParser().parseFromString(await answer.text(), "text/html"));
    history.replaceState(null, "", url);
    return true;
  } catch (fault) {
    if (fault.name === "AbortError") return false;
    location.assign(url);
    return false;
  }
}

form?.addEventListener("change", (event) => {
  if (event.target.type === "checkbox") show();
});
form?.addEventListener("input", (event) => {
  if (event.target.type !== "search") return;
  clearTimeout(pause);
  pause = setTimeout(show, SEARCH_PAUSE);
});
form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (await show()) document.getElementById("results").focus();
});
