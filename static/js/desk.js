// Saves a story while somebody writes it, and keeps on the device what the server does not have yet. Without this script
// the page's own button saves. Nothing is overwritten silently: what two changed at once is shown to be chosen from.
const PAUSE = 3000;
const RETRY = 15000;
const STILL_HERE = 60000;
//: browsers refuse to send more than this once a page is gone
const MOST_WHEN_LEAVING = 60000;
const SHELVES = "desk:";
const SIGNED_OUT = [401, 403];

const shelf = {
  read(name) {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
  },
  write(name, value) {
    try {
      if (value) localStorage.setItem(name, JSON.stringify(value));
      else localStorage.removeItem(name);
      return true;
    } catch {
      return false;
    }
  },
};

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const rowsOf = (box) => [...box.querySelectorAll(".outcome")];

function valueOf(box) {
  const controls = [...box.querySelectorAll("[name]")].filter((one) => one.name === box.dataset.question);
  switch (box.dataset.kind) {
    case "many": return controls.filter((one) => one.checked).map((one) => one.value);
    case "one": return controls.find((one) => one.checked)?.value ?? "";
    case "outcomes":
      return rowsOf(box)
        .map((row) => Object.fromEntries([...row.querySelectorAll("input")].map((one) => [one.name.split("-").at(-1), one.value])))
        .filter((row) => Object.values(row).some(Boolean));
    default: return controls[0].value;
  }
}

function put(box, value) {
  const controls = [...box.querySelectorAll("[name]")].filter((one) => one.name === box.dataset.question);
  if (box.dataset.kind === "outcomes") {
    rowsOf(box).forEach((row, at) => {
      for (const one of row.querySelectorAll("input")) one.value = value[at]?.[one.name.split("-").at(-1)] ?? "";
    });
  } else if (["many", "one"].includes(box.dataset.kind)) {
    for (const one of controls) one.checked = [value].flat().includes(one.value);
  } else {
    controls[0].value = value;
  }
}

function asText(value) {
  if (!Array.isArray(value)) return value;
  return value.map((one) => (typeof one === "string" ? one : Object.values(one).filter(Boolean).join("; "))).join("\n");
}

class Desk {
  constructor(form) {
    this.form = form;
    this.address = form.dataset.desk;
    this.shelf = SHELVES + this.address;
    this.said = document.querySelector("[data-desk-said]");
    this.others = document.querySelector("[data-desk-others]");
    this.contact = 0;
    // `saved` is what the server has: nothing yet of what it gave back after a signing out. `sent` is what went without an
    // answer, which the server may have all the same.
    this.questions = new Map();
    for (const box of form.querySelectorAll("[data-question]:not([data-met])")) {
      const seen = form.elements[`seen-${box.dataset.question}`];
      this.questions.set(box.dataset.question, { box, seen, saved: "unsaved" in form.dataset ? null : valueOf(box), sent: [] });
    }
    this.restore();
    this.listen();
    if (this.changed().length) this.later(PAUSE);
  }

  listen() {
    this.form.addEventListener("input", (event) => this.typed(event.target));
    this.form.addEventListener("focusin", () => {
      if (Date.now() - this.contact > STILL_HERE) this.save({ always: true });
    });
    this.form.addEventListener("submit", (event) => this.submit(event));
    addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => document.hidden && this.leave());
    addEventListener("online", () => this.save());
    addEventListener("offline", () => this.tell("Offline: kept on this device", true));
    for (const words of this.form.querySelectorAll("[data-desk-words]")) this.count(words);
  }

  typed(control) {
    this.keep();
    const words = control.closest("[data-question]")?.querySelector("[data-desk-words]");
    if (words) this.count(words);
    this.later(PAUSE);
  }

  count(words) {
    const text = words.closest("[data-question]").querySelector("textarea").value.trim();
    const number = text ? text.split(/\s+/).length : 0;
    words.textContent = `${number} ${number === 1 ? "word" : "words"} so far; about ${words.dataset.deskWords} are enough`;
    words.hidden = false;
  }

  changed() {
    return [...this.questions].filter(([, one]) => !one.met && !one.offer && !same(valueOf(one.box), one.saved)).map(([name]) => name);
  }

  // Puts on the shelf what the server does not have; takes it off when it has everything.
  keep(submitted = false) {
    const answers = {};
    for (const [name, one] of this.questions) {
      if (one.offer) answers[name] = one.offer;
      else if (!same(valueOf(one.box), one.saved)) answers[name] = { value: valueOf(one.box), seen: Number(one.seen.value), sent: one.sent };
    }
    // answers that stand side by side on this page are still to be chosen from
    const before = shelf.read(this.shelf)?.answers ?? {};
    for (const box of this.form.querySelectorAll("[data-met]")) {
      const name = box.dataset.question;
      const choice = this.form.elements[`clash-${name}`]?.value;
      if (before[name] && !(submitted && choice === "theirs")) answers[name] = before[name];
    }
    const has = Object.keys(answers).length > 0;
    return shelf.write(this.shelf, has ? { reader: this.form.dataset.reader, submitted, answers } : null);
  }

  restore() {
    const kept = shelf.read(this.shelf);
    if (!kept) return;
    if (kept.reader !== this.form.dataset.reader) {
      shelf.write(this.shelf, null);
      return;
    }
    for (const [name, one] of Object.entries(kept.answers)) {
      const question = this.questions.get(name);
      if (!question) continue;
      const now = valueOf(question.box);
      question.sent = one.sent ?? [];
      if (same(now, one.value) || (typeof now === "string" && one.value && now.includes(one.value))) continue;
      if (Number(question.seen.value) === one.seen || question.sent.some((sent) => same(sent, now))) put(question.box, one.value);
      else this.offer(question, one);
    }
    this.keep();
  }

  // Shows what this device kept beside what somebody saved since.
  offer(question, one) {
    question.offer = one;
    const box = document.createElement("div");
    box.className = "desk__local";
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", "Kept on this device");
    const words = document.createElement("p");
    words.textContent = "This device kept an answer that was not saved, and the saved answer above has changed since. This is what was kept:";
    const text = document.createElement("div");
    text.className = "desk__side";
    text.textContent = asText(one.value);
    const actions = document.createElement("div");
    actions.className = "actions";
    box.append(words, text, actions);
    const add = (label, act) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "govuk-button govuk-button--secondary";
      button.textContent = label;
      button.addEventListener("click", () => {
        act();
        delete question.offer;
        box.remove();
        question.box.querySelector(`[name="${question.box.dataset.question}"], input`)?.focus();
        this.keep();
        this.later(0);
      });
      actions.append(button);
    };
    add("Use this instead", () => put(question.box, one.value));
    if (question.box.dataset.kind === "text") add("Put it below", () => put(question.box, `${valueOf(question.box)}\n\n${one.value}`));
    add("Throw it away", () => {});
    question.box.append(box);
  }

  later(time) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), time);
  }

  leave() {
    if (this.isSubmitting || !this.changed().length) return;
    this.keep();
    this.save({ leaving: true });
  }

  save(options = {}) {
    if (this.saving && !options.leaving) {
      this.isDue = true;
      return this.saving;
    }
    if (!options.always && !this.changed().length) return Promise.resolve();
    this.saving = this.send(options).finally(() => {
      this.saving = null;
      if (this.isDue) this.later(0);
      this.isDue = false;
    });
    return this.saving;
  }

  async send({ leaving = false }) {
    clearTimeout(this.timer);
    const answers = {};
    const seen = {};
    for (const name of this.changed()) {
      const one = this.questions.get(name);
      // From now on the page may differ from how it came: what its button sends is what was typed, old words too.
      this.form.elements[`was-${name}`]?.remove();
      answers[name] = valueOf(one.box);
      one.sent.push(answers[name]);
      seen[name] = Number(one.seen.value);
    }
    const names = Object.keys(answers);
    const isAll = "unsaved" in this.form.dataset && names.length === this.questions.size;
    const body = JSON.stringify({ answers, seen, kept: isAll });
    if (leaving && body.length > MOST_WHEN_LEAVING) return;
    if (names.length) this.keep();
    try {
      const answer = await fetch(this.address, {
        method: "POST",
        body,
        keepalive: leaving,
        redirect: "error",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.form.elements.csrfmiddlewaretoken.value },
      });
      if (!answer.ok) this.failed(answer.status, names.length);
      else this.saved(await answer.json(), answers);
    } catch {
      this.failed(0, names.length);
    }
  }

  saved(found, answers) {
    this.contact = Date.now();
    const names = Object.keys(answers);
    for (const name of names) {
      const one = this.questions.get(name);
      if (!(name in found.clashes)) {
        one.saved = answers[name];
        one.sent = [];
        one.seen.value = found.versions[name];
      } else if (one.sent.some((sent) => same(sent, found.clashes[name]))) {
        one.saved = found.clashes[name]; // this page itself had sent it
        one.seen.value = found.versions[name];
        this.isDue = true;
      } else {
        this.meet(one);
      }
    }
    this.keep();
    this.name(found.others);
    if (names.length && !names.every((name) => name in found.clashes)) this.tell(`Saved at ${found.saved_at}`);
    if (this.changed().length) this.later(PAUSE);
  }

  meet(one) {
    one.met = true;
    const note = document.createElement("p");
    note.className = "govuk-error-message";
    note.setAttribute("role", "status");
    note.textContent = "Somebody else changed this answer too. Yours is kept: press “Save” to see both and choose.";
    one.box.append(note);
  }

  name(others) {
    this.others.hidden = !others.length;
    if (others.length) this.others.textContent = `${others.join(", ")} ${others.length === 1 ? "is" : "are"} on this page now. Nothing will be overwritten: if you both change the same answer, you choose.`;
  }

  failed(status, number) {
    if (!number) return;
    const isKept = this.keep();
    const where = isKept ? "kept on this device" : "not kept, so leave this page open";
    if (SIGNED_OUT.includes(status)) this.tell(`You are signed out: ${where}. Press “Save” to sign in again.`, true);
    else if (status === 409) this.tell(`The story was sent meanwhile: ${where}, not saved.`, true);
    else if (status === 0 && !navigator.onLine) this.tell(`Offline: ${where}`, true);
    else {
      this.tell(status === 0 ? `Offline: ${where}` : `Not saved: ${where}`, true);
      this.later(RETRY);
    }
  }

  tell(words, isKept = false) {
    if (this.said.textContent !== words) this.said.textContent = words;
    this.said.dataset.is = isKept ? "kept" : "saved";
  }

  // A page that is sent while the script still saves would meet its own answers.
  submit(event) {
    if (this.saving && !this.isSubmitting) {
      event.preventDefault();
      const button = event.submitter;
      this.saving.finally(() => this.form.requestSubmit(button));
      return;
    }
    this.isSubmitting = true;
    clearTimeout(this.timer);
    this.keep(true);
    // a page that the browser brings back can be sent again
    addEventListener("pageshow", () => { this.isSubmitting = false; }, { once: true });
  }
}

// The server says which page was saved on the way here; what was typed there since would not be marked as sent.
const page = new URL(location.href);
const done = page.searchParams.get("saved");
if (done) {
  const [root] = page.pathname.match(/^.*?\/[0-9a-f-]{36}\//) ?? [""];
  const name = `${SHELVES}${root}${done}/autosave/`;
  if (shelf.read(name)?.submitted) shelf.write(name, null);
  page.searchParams.delete("saved");
  history.replaceState(history.state, "", page);
}

const form = document.querySelector("[data-desk]");
if (form) new Desk(form);
