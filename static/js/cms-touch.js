// The picture cropper asks whether a browser knows touch by writing event handlers into the page, which the policy forbids.
// Answered beforehand, it does not ask. Handlers for touch that no finger ever triggers do no harm.
(() => {
  for (const name of ["ontouchstart", "ontouchmove", "ontouchend"]) {
    if (!(name in HTMLDivElement.prototype)) HTMLDivElement.prototype[name] = null;
  }
})();
