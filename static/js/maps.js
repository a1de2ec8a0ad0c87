// A map and its ranked table: pointing at a ward in one, or reaching it by keyboard, marks it in the other.
for (const figure of document.querySelectorAll("[data-map]")) {
  const mark = (place, isLit) => {
    for (const one of figure.querySelectorAll(`[data-place="${CSS.escape(place)}"]`)) {
      one.classList.toggle("is-lit", isLit);
    }
  };
  const listen = (start, isLit) => {
    figure.addEventListener(start, (event) => {
      const place = event.target.closest("[data-place]")?.dataset.place;
      if (place) mark(place, isLit);
    });
  };
  listen("pointerover", true);
  listen("pointerout", false);
  listen("focusin", true);
  listen("focusout", false);
}
