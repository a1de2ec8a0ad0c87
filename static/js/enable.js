// Tells the style sheet before the first paint that scripts run, so that nothing jumps when they do.
// If the module cannot be loaded the page goes back to what it is without scripts.
(function (page) {
  if (!("noModule" in HTMLScriptElement.prototype)) return;
  page.classList.add("js-enabled", "govuk-frontend-supported");
  window.addEventListener("error", function (event) {
    if (event.target && event.target.type === "module") page.classList.remove("js-enabled", "govuk-frontend-supported");
  }, true);
})(document.body);
