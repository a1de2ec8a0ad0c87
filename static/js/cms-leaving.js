// The CMS's editor saves by itself. Once its form is on its way it must not: what it saves then would hold the decision that is being
// sent, or make a newer version than the one that was sent. Who stays after all goes on being saved with the next key they press.
(() => {
  let isLeaving = false;
  addEventListener("beforeunload", () => { isLeaving = true; });
  addEventListener("pageshow", () => { isLeaving = false; });
  addEventListener("input", () => { isLeaving = false; }, { capture: true });
  addEventListener("w-autosave:save", (event) => {
    if (!isLeaving) return;
    event.preventDefault();
    event.stopPropagation(); // nobody shows that something is being saved
  }, { capture: true });
})();
