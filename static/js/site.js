const wide = matchMedia("(min-width: 62em)");

// Filters lie open on wide screens and behind their handle on narrow ones.
function fitDrawers() {
  for (const drawer of document.querySelectorAll(".facets__drawer")) {
    drawer.open = wide.matches;
    drawer.dataset.ready = "";
  }
}
fitDrawers();
wide.addEventListener("change", fitDrawers);

// Starts GOV.UK Frontend's components that the page holds. Everything works without it.
// The link in the page's head is the one place that knows the library's fingerprinted address, and it fetches it early.
try {
  const library = await import(document.getElementById("govuk-frontend").href);
  library.initAll();
} catch {
  document.body.classList.remove("js-enabled", "govuk-frontend-supported");
}
