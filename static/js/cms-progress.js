// Keeps the screen of a release fresh while a worker is at it: asks how far the work is, and loads the page once it is done.
// Without scripts the page reloads itself.
(() => {
  const PAUSE = 2000;

  class ProgressController extends window.StimulusModule.Controller {
    connect() {
      this.timer = setTimeout(() => this.ask(), PAUSE);
    }

    disconnect() {
      clearTimeout(this.timer);
    }

    async ask() {
      try {
        const answer = await fetch(this.urlValue, { headers: { Accept: "application/json" } });
        if (answer.ok) this.show(await answer.json());
      } catch {
        // The connection is away for a moment: ask again.
      }
      this.timer = setTimeout(() => this.ask(), PAUSE);
    }

    show({ isAtWork, step, rows, waited, stopped }) {
      if (!isAtWork) {
        window.location.reload();
        return;
      }
      // Said aloud when the step changes, not at every row.
      this.put(this.stepTarget, step);
      this.put(this.rowsTarget, rows);
      this.put(this.waitedTarget, waited);
      this.put(this.reasonTarget, stopped);
      this.stoppedTarget.hidden = !stopped;
    }

    put(element, words) {
      if (element.textContent !== words) element.textContent = words;
    }
  }
  ProgressController.targets = ["step", "rows", "waited", "stopped", "reason"];
  ProgressController.values = { url: String };

  window.wagtail.app.register("het-progress", ProgressController);
})();
