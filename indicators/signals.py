"""What happens to figures and is told to the apps on the left."""

from django.dispatch import Signal

#: sent once readers see new figures; `release` is the one that brought them, `indicator_ids` are those it touched
figures_published = Signal()
