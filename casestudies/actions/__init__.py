"""Every write to a story on its way. Each asks `casestudies.access` first, holds the story's row, and notes what happened."""

from casestudies.actions.steps import Refused, step
from casestudies.actions.writing import NotOpenError, Saved, save, send, start

__all__ = ["NotOpenError", "Refused", "Saved", "save", "send", "start", "step"]
