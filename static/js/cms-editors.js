// Gives each text editor in the CMS the name of its field, for people who cannot see the label above it.
(() => {
  const NAMELESS = '[role="textbox"]:not([aria-label]):not([aria-labelledby])';

  function nameOf(editor) {
    // The editor stands beside the hidden field it writes to; in a block without a label, the block's heading names it.
    const field = editor.closest("[data-field], .w-field, [data-contentpath]")?.querySelector("[data-draftail-input]");
    const label = field && document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
    const heading = editor.closest("section[aria-labelledby]");
    const headed = heading && document.getElementById(heading.getAttribute("aria-labelledby"));
    return (label || headed)?.textContent.replace("*", "").trim() || "Text";
  }

  function nameAll() {
    for (const editor of document.querySelectorAll(NAMELESS)) editor.setAttribute("aria-label", nameOf(editor));
  }

  new MutationObserver(nameAll).observe(document.documentElement, { childList: true, subtree: true });
  nameAll();
})();
