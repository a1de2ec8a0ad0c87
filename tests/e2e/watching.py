"""Watches a browser page for what must never happen: console messages, policy reports, requests to other hosts."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request

REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy: ${event.violatedDirective} blocked ${event.blockedURI} (${event.sourceFile}:${event.lineNumber})`);
});
"""


#: the browser tells that it forgot what it was asked to forget when somebody signed out: no complaint
TOLD = "Clear-Site-Data header on "


class Watch:
    """Collects the faults of one page as sentences."""

    def __init__(self, page: Page, *, site: str) -> None:
        self.faults: list[str] = []
        self._host = urlsplit(site).netloc
        page.add_init_script(REPORT_VIOLATIONS)
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("request", self._on_request)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "info" and message.text.startswith(TOLD):
            return
        self.faults.append(f"console {message.type}: {message.text}")

    def _on_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self._host:
            self.faults.append(f"request to another host: {request.url}")


AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

RUN_AXE = """
async (tags) => {
  // a page whose width was just changed is laid out anew, and its scripts hear of it, in the next two frames
  for (let frame = 0; frame < 2; frame++) await new Promise((drawn) => requestAnimationFrame(drawn));
  const results = await axe.run(document, {
    runOnly: { type: "tag", values: tags },
    rules: { "target-size": { enabled: true } },
    resultTypes: ["violations"],
  });
  return results.violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.target.join(" ")).join(", ")}`);
}
"""


#: letters have arrived, nothing moves, and the CMS's messages, which fade in, are there: half-way they are too pale
AT_REST = """
() => document.fonts.status === "loaded"
  && document.getAnimations().every((one) => one.playState !== "running")
  && [...document.querySelectorAll(".messages > ul")].every((list) => getComputedStyle(list).opacity === "1")
"""


def axe_violations(page: Page, *, source: str) -> list[Any]:
    """Run axe with no rule switched off, from the top of the page at rest; gives its violations as sentences.

    Scrolled down, a link that is half under the bar at the top would seem small.
    """
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_function(AT_REST)
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(source)
    violations: list[Any] = page.evaluate(RUN_AXE, AXE_TAGS)
    return violations
