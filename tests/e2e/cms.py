"""What editors and moderators do in the CMS's page editor."""

from __future__ import annotations

from playwright.sync_api import FrameLocator, Locator, Page, expect

#: Nothing typed waits to be saved and nothing is being saved, for longer than the editor takes to notice a change (half a
#: second) and to wait for the next (another half): a save that overtakes the form that was sent makes a version nobody meant.
AUTOSAVED = """
async () => {
  const state = (name) => document.querySelector(`[data-w-autosave-state-value="${name}"]`);
  const busy = () => state("saving")
    || (document.querySelector('[data-w-unsaved-has-edits-value="true"]') && !state("paused"));
  for (let since = performance.now(); performance.now() - since < 1500;) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    if (busy()) since = performance.now();
  }
}
"""


def choose_action(page: Page, name: str) -> None:
    """Choose from the menu beside the save button, once the editor has loaded and has saved what was typed."""
    page.wait_for_load_state()
    page.evaluate(AUTOSAVED)
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name=name, exact=True).click()


def preview(page: Page) -> FrameLocator:
    """Open the preview beside the form."""
    page.get_by_role("button", name="Toggle preview").click()
    return page.frame_locator("#w-preview-iframe")


def open_window(page: Page, button: Locator) -> Locator:
    """Press a button that opens a window over the page; a second time where the editor was not listening yet."""
    window = page.get_by_role("dialog")
    button.click()
    try:
        expect(window).to_be_visible(timeout=10_000)
    except AssertionError:
        button.click()
        expect(window).to_be_visible()
    return window
