// Lets the CMS's own scripts add style sheets, and nothing else: Wagtail's text editor writes <style> elements, which the
// policy allows only with this page's nonce. A style sheet smuggled in as markup has no nonce and stays forbidden.
(() => {
  const { nonce } = document.currentScript;
  const { createElement } = Document.prototype;
  Document.prototype.createElement = function createElementWithNonce(name, ...rest) {
    const element = createElement.call(this, name, ...rest);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  };
})();
