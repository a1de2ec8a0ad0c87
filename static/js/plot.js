// One chart that can be explored, laid exactly over the server's drawing of it.
const dark = matchMedia("(prefers-color-scheme: dark)");
const coarse = matchMedia("(pointer: coarse)");
const WALK = "Arrow keys walk through the values.";
const HELP = `${WALK} Plus and minus zoom, Escape shows all again.`;
const STEPS = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
const TURNED = { ArrowUp: "ArrowLeft", ArrowDown: "ArrowRight", ArrowLeft: "ArrowUp", ArrowRight: "ArrowDown" };
const ZOOMS = { "+": 0.5, "=": 0.5, "-": 2 };

function made(name, properties, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

export class Plot {
  constructor(plotly, drawing, figure) {
    Object.assign(this, { plotly, drawing, figure, range: null, at: null, row: null });
    this.table = drawing.closest("figure").querySelector("table");
    // The values readers can walk through, by line; the figure draws the first line last.
    this.lines = figure.data
      .map((trace, curveNumber) => (trace.customdata ?? [])
        .map((told, pointNumber) => told && {
          row: told[0], words: told[1], name: trace.name, x: trace.x?.[pointNumber], y: trace.y?.[pointNumber], curveNumber, pointNumber,
        })
        .filter(Boolean))
      .filter((points) => points.length);
    if (!this.isPointedAt) this.lines.reverse();
  }

  // Some kinds are only pointed at: the server's drawing stays, and there is nothing to zoom.
  get isPointedAt() {
    return this.figure.kind === "spots";
  }

  async show() {
    const name = this.drawing.dataset.name;
    this.canvas = made("div", { class: "plot__canvas", "aria-hidden": "true" });
    this.element = made("div", {
      class: "plot", role: "application", tabindex: "0", "aria-roledescription": "chart to explore",
      "aria-labelledby": `${name}-title ${name}-about`, "aria-describedby": `${name}-help`,
    }, this.canvas);
    this.status = made("p", { class: "vh", role: "status" });
    this.drawing.append(this.element);
    await this.draw();
    this.drawing.append(this.status);
    this.drawing.dataset.state = this.isPointedAt ? "pointed" : "live";
    this.addTools(name);
    this.listen();
  }

  addTools(name) {
    const tools = this.drawing.parentElement.querySelector(".fig__tools");
    if (this.isPointedAt) return void tools.append(made("p", { class: "fig__help", id: `${name}-help` }, WALK));
    const buttons = [["Zoom in", () => this.zoom(0.5)], ["Zoom out", () => this.zoom(2)], ["Show all", () => this.reset()]];
    for (const [words, act] of buttons) {
      const button = made("button", { type: "button", class: "fig__tool" }, words);
      button.addEventListener("click", act);
      tools.append(button);
    }
    tools.append(made("p", { class: "fig__help", id: `${name}-help` }, HELP));
  }

  listen() {
    this.canvas.on("plotly_hover", ({ points: [point] }) => this.point(this.find(point)));
    // Leaving the chart for the table is told late: the row pointed at by then keeps its labels.
    this.canvas.on("plotly_unhover", () => (this.row ? this.onRow(this.row) : this.point(null)));
    this.canvas.on("plotly_doubleclick", () => this.reset());
    this.canvas.on("plotly_relayout", (change) => {
      if ("xaxis.range[0]" in change) this.zoomTo([change["xaxis.range[0]"], change["xaxis.range[1]"]]);
    });
    this.element.addEventListener("keydown", (event) => this.onKey(event));
    this.element.addEventListener("blur", () => this.tell(null));
    this.table?.addEventListener("pointerover", ({ target }) => this.onRow(target.closest("tbody tr")));
    this.table?.addEventListener("click", ({ target }) => this.onRow(target.closest("tbody tr")));
    this.table?.addEventListener("pointerleave", () => this.onRow(null));
    dark.addEventListener("change", () => this.draw());
    new ResizeObserver(() => this.draw()).observe(this.drawing);
  }

  // Drawing

  draw() {
    const svg = [...this.drawing.querySelectorAll("svg.chart")].find((one) => one.getBoundingClientRect().width > 0);
    if (!svg) return null;
    const [frame, box] = [this.drawing.getBoundingClientRect(), svg.getBoundingClientRect()];
    Object.assign(this.element.style, {
      insetInlineStart: `${box.left - frame.left}px`, insetBlockStart: `${box.top - frame.top}px`,
      inlineSize: `${box.width}px`, blockSize: `${box.height}px`,
    });
    const sheet = this.figure.sheets[svg.classList.contains("chart--narrow") ? "narrow" : "wide"];
    const options = { displayModeBar: false, showTips: false, doubleClick: false, responsive: false };
    const [data, layout] = this.isPointedAt
      ? [this.spots(sheet), this.bare(sheet, box)]
      : [this.coloured(this.figure.data), this.layout(sheet, box)];
    return this.plotly.react(this.canvas, data, layout, options);
  }

  spots(sheet) {
    return this.figure.data.map((trace, index) => ({
      ...trace, x: sheet.spots[index].map(([x]) => x), y: sheet.spots[index].map(([, y]) => y),
    }));
  }

  bare(sheet, box) {
    const layout = structuredClone(this.figure.layout);
    layout.xaxis.range = [0, sheet.width];
    layout.yaxis.range = [sheet.height, 0];
    const size = { width: box.width, height: box.height, dragmode: false, margin: { l: 0, r: 0, t: 0, b: 0, pad: 0 } };
    return this.coloured({ ...layout, ...size, hoverlabel: this.hoverlabel() });
  }

  hoverlabel() {
    const family = getComputedStyle(this.drawing).fontFamily;
    return { bgcolor: "var(--ink)", bordercolor: "var(--ink)", align: "left", font: { family, size: 15, color: "var(--paper)" } };
  }

  layout(sheet, box) {
    const scale = box.width / sheet.width;
    const style = getComputedStyle(this.drawing);
    const layout = structuredClone(this.figure.layout);
    Object.assign(layout, {
      width: box.width, height: box.height, dragmode: coarse.matches ? false : "zoom",
      font: { family: style.fontFamily, size: 15 * scale, color: "var(--ink-soft)" },
      hoverlabel: this.hoverlabel(),
      margin: {
        l: sheet.left * scale, r: (sheet.width - sheet.right) * scale, t: sheet.top * scale,
        b: (sheet.height - sheet.bottom) * scale, pad: 0, autoexpand: false,
      },
      annotations: (this.range ? this.zoomedTexts(sheet, layout) : sheet.texts).map((text) => annotation(text, sheet, scale)),
    });
    layout.yaxis.showticklabels = false;
    layout.xaxis.showticklabels = Boolean(this.range);
    if (this.range) this.nameShownPeriods(layout.xaxis, (sheet.right - sheet.left) * scale, 9 * scale);
    return this.coloured(layout);
  }

  // Where only a part is shown, name as many of its periods as there is room for.
  nameShownPeriods(axis, width, letter) {
    axis.range = this.range;
    const widest = Math.max(...axis.ticktext.map((words) => words.length)) * letter + 20;
    const shown = axis.tickvals.map((at, index) => [at, axis.ticktext[index]]).filter(([at]) => this.isShown(at));
    const every = Math.ceil(shown.length / Math.max(1, Math.floor(width / widest)));
    const kept = shown.filter((_, index) => index % every === 0);
    axis.tickvals = kept.map(([at]) => at);
    axis.ticktext = kept.map(([, words]) => words);
  }

  isShown(at) {
    const [from, to] = this.range.map(Date.parse);
    return Date.parse(at) >= from && Date.parse(at) <= to;
  }

  // The marks of the scale, and each line's name beside the last of its values that is shown.
  zoomedTexts(sheet, { yaxis }) {
    const [low, high] = yaxis.range;
    const isTown = (line) => line === this.lines[0];
    const names = this.lines.flatMap((line) => {
      const last = line.filter((point) => this.isShown(point.x)).at(-1);
      const y = last && sheet.bottom - ((last.y - low) / (high - low)) * (sheet.bottom - sheet.top) + 6;
      return last ? [[sheet.right + 16, y, last.name, isTown(line) ? "tl" : "", "start"]] : [];
    });
    names.sort((a, b) => a[1] - b[1]).forEach((name, index) => {
      if (index) name[1] = Math.max(name[1], names[index - 1][1] + 22);
    });
    return [...sheet.texts.filter(([x, y, , cssClass]) => cssClass === "ax" && x < sheet.left && y <= sheet.bottom + 6), ...names];
  }

  // A figure names the page's own colours; plotly needs to know what they are just now.
  coloured(value) {
    const style = getComputedStyle(this.drawing);
    const walk = (part, key) => {
      if (Array.isArray(part)) return part.map((one) => walk(one, key));
      if (part && typeof part === "object") return Object.fromEntries(Object.entries(part).map(([name, one]) => [name, walk(one, name)]));
      const [, name] = (typeof part === "string" && part.match(/^var\((--[\w-]+)\)$/)) || [];
      if (!name) return part;
      const colour = style.getPropertyValue(name).trim();
      return key === "fillcolor" ? `${colour}33` : colour; // bands let the lines through
    };
    return walk(value, "");
  }

  // Pointing

  find({ curveNumber, pointNumber }) {
    return this.lines.flat().find((point) => point.curveNumber === curveNumber && point.pointNumber === pointNumber) ?? null;
  }

  // Mark the row of a value that is pointed at.
  point(point) {
    for (const row of this.table?.tBodies[0].rows ?? []) {
      row.classList.toggle("is-pointed", Boolean(point) && row.cells[0].textContent.trim() === point.row);
    }
  }

  label(points) {
    this.plotly.Fx.hover(this.canvas, points.map(({ curveNumber, pointNumber }) => ({ curveNumber, pointNumber })));
  }

  // Say a value to those who listen, and show it to those who see.
  tell(point) {
    this.status.textContent = point?.words ?? "";
    if (point) this.label([point]);
    else this.plotly.Fx.unhover(this.canvas, {});
    this.point(point);
  }

  onRow(row) {
    this.row = row;
    const heading = row?.cells[0].textContent.trim();
    const points = row ? this.lines.flat().filter((point) => point.row === heading) : [];
    if (points.length) this.label(points);
    else if (!row) this.plotly.Fx.unhover(this.canvas, {});
    this.point(points[0] ?? null);
  }

  // Keys

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = this.figure.goes_down ? (TURNED[event.key] ?? event.key) : event.key;
    if (key in STEPS) this.walk(STEPS[key]);
    else if (key === "ArrowUp" || key === "ArrowDown") this.change(key === "ArrowUp" ? -1 : 1);
    else if (event.key in ZOOMS) this.zoom(ZOOMS[event.key]);
    else if (event.key === "Escape") this.reset();
    else return;
    event.preventDefault();
  }

  walk(step) {
    const points = this.lines[this.at?.line ?? 0];
    const from = this.at ? this.at.index : step > 0 ? -1 : points.length;
    this.go(this.at?.line ?? 0, Math.min(points.length - 1, Math.max(0, from + step)));
  }

  change(step) {
    const line = ((this.at?.line ?? 0) + step + this.lines.length) % this.lines.length;
    const row = this.at && this.lines[this.at.line][this.at.index].row;
    const same = this.lines[line].findIndex((point) => point.row === row);
    this.go(line, same < 0 ? this.lines[line].length - 1 : same);
  }

  async go(line, index) {
    this.at = { line, index };
    const point = this.lines[line][index];
    if (this.range && !this.isShown(point.x)) await this.zoomTo(null);
    this.tell(point);
  }

  // Zoom

  zoom(factor) {
    if (this.isPointedAt) return;
    const whole = this.figure.layout.xaxis.range.map(Date.parse);
    const [from, to] = (this.range ?? this.figure.layout.xaxis.range).map(Date.parse);
    const middle = this.at ? Date.parse(this.lines[this.at.line][this.at.index].x) : (from + to) / 2;
    const wide = (to - from) * factor;
    if (wide >= whole[1] - whole[0]) return void this.zoomTo(null);
    const start = Math.min(Math.max(whole[0], middle - wide / 2), whole[1] - wide);
    this.zoomTo([start, start + wide].map((time) => new Date(time).toISOString()));
  }

  async zoomTo(range) {
    this.range = range;
    await this.draw();
    if (this.at) this.label([this.lines[this.at.line][this.at.index]]);
    else this.plotly.Fx.unhover(this.canvas, {});
  }

  async reset() {
    this.at = null;
    await this.zoomTo(null);
    this.tell(null);
    this.status.textContent = this.isPointedAt ? "" : "The whole chart is shown.";
  }
}

// Give the server's words where the server wrote them, as parts of the plotting area.
function annotation([x, y, text, cssClass, anchor], sheet, scale) {
  const isAxis = cssClass === "ax";
  const size = isAxis ? (sheet.width < 500 ? 14 : 15) : sheet.width < 500 ? 15 : 17;
  return {
    text, showarrow: false, xref: "paper", yref: "paper", borderpad: 0,
    x: (x - sheet.left) / (sheet.right - sheet.left),
    y: 1 - (y - size * 0.35 - sheet.top) / (sheet.bottom - sheet.top),
    xanchor: { start: "left", middle: "center", end: "right" }[anchor], yanchor: "middle",
    font: {
      size: size * scale, weight: cssClass === "tl" ? 700 : 400,
      color: isAxis ? "var(--ink-soft)" : cssClass === "tl" ? "var(--chart-town)" : "var(--ink)",
    },
  };
}
