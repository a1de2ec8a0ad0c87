// Keeps an edition's desk fresh while it waits or is sent: asks how far it is, counts down to the end of undoing, and loads the
// page anew when its state changes. Without scripts the page says until when, and a link shows how it is now.
(() => {
  const PAUSE = 2000;

  class SendingController extends window.StimulusModule.Controller {
    connect() {
      this.freshTarget.hidden = false;
      this.refreshTarget.hidden = true;
      this.setClock(this.hasSecondsValue ? this.secondsValue : null);
      this.poll = setTimeout(() => this.ask(), PAUSE);
      this.tick = setInterval(() => this.countDown(), 1000);
    }

    disconnect() {
      clearTimeout(this.poll);
      clearInterval(this.tick);
    }

    // By the server's clock: the machine's own may be wrong.
    setClock(seconds) {
      this.end = seconds === null ? null : performance.now() + seconds * 1000;
      this.countDown();
    }

    countDown() {
      if (this.end === null || !this.hasCountdownTarget) return;
      const left = Math.max(0, Math.round((this.end - performance.now()) / 1000));
      this.countdownTarget.hidden = false;
      this.put(this.countdownTarget, left ? `${this.words(left)} left to undo` : "Waiting for a worker to begin");
    }

    words(seconds) {
      const days = Math.floor(seconds / 86400);
      if (days) return `${days} ${days === 1 ? "day" : "days"}`;
      const parts = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
      const [hours, minutes, rest] = parts.map((part) => String(part).padStart(2, "0"));
      return parts[0] ? `${hours}:${minutes}:${rest}` : `${minutes}:${rest}`;
    }

    async ask() {
      try {
        const answer = await fetch(this.urlValue, { headers: { Accept: "application/json" } });
        if (answer.ok) this.show(await answer.json());
      } catch {
        // The connection is away for a moment: ask again.
      }
      this.poll = setTimeout(() => this.ask(), PAUSE);
    }

    show({ state, secondsToUndo, done, of, words }) {
      if (state !== this.stateValue) {
        window.location.reload();
        return;
      }
      if (secondsToUndo !== null && Math.abs(performance.now() + secondsToUndo * 1000 - this.end) > 3000) {
        this.setClock(secondsToUndo);
      }
      for (const [name, said] of Object.entries(words)) {
        for (const element of this.element.querySelectorAll(`[data-het-sending-name="${name}"]`)) this.put(element, said);
      }
      this.troubleTarget.hidden = !words.trouble;
      if (this.hasBarTarget) {
        this.barTarget.max = of || 1;
        this.barTarget.value = done;
      }
    }

    put(element, words) {
      if (element.textContent !== words) element.textContent = words;
    }
  }
  SendingController.targets = ["countdown", "trouble", "bar", "fresh", "refresh"];
  SendingController.values = { url: String, state: String, seconds: Number };

  window.wagtail.app.register("het-sending", SendingController);
})();
