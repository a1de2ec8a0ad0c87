// Makes the calls that the CMS's panels, dates and choosers need, from data in the page instead of scripts in the page.
// Nothing but the names below is ever called.
(() => {
  const NAMES = new Set([
    "Chooser",
    "DocumentChooser",
    "ImageChooser",
    "InlinePanel",
    "MultipleChooserPanel",
    "PageChooser",
    "SnippetChooser",
    "createTaskChooser",
    "initDateChooser",
    "initDateTimeChooser",
    "initTimeChooser",
  ]);

  class StartController extends window.StimulusModule.Controller {
    connect() {
      const name = this.nameValue;
      const values = this.argumentsValue;
      // Moving a panel connects what is in it again: a call is made once.
      this.element.remove();
      if (!NAMES.has(name)) throw new Error(`cms-start.js does not know ${name}`);
      if (/^[A-Z]/.test(name)) new window[name](...values);
      else window[name](...values);
    }
  }
  StartController.values = { name: String, arguments: Array };

  window.wagtail.app.register("het-start", StartController);
})();
