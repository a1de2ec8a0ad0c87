"""Hangs the app's screens into the CMS."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet

from indicators.upkeep import queries as upkeep
from indicators.upkeep import screens
from indicators.viewsets import AreaChooserViewSet, DataGroup, IndicatorViewSet

register_snippet(IndicatorViewSet)


@hooks.register("register_admin_viewset")
def data_screens() -> ViewSetGroup:
    """Give the data menu."""
    return DataGroup()


@hooks.register("register_admin_viewset")
def area_chooser() -> AreaChooserViewSet:
    """Give the screen on which a place is chosen."""
    return AreaChooserViewSet("area_chooser")


@hooks.register("register_admin_urls")
def upkeep_addresses() -> list[URLPattern]:
    """Give the report on how indicators stand its addresses."""
    return screens.addresses()


@hooks.register("register_reports_menu_item")
def upkeep_in_the_menu() -> MenuItem:
    """Put the report among the others."""
    return screens.menu_item()


@hooks.register("construct_homepage_panels")
def upkeep_on_the_dashboard(request: HttpRequest, panels: list[Component]) -> None:
    """Show its counts to those who keep indicators."""
    if request.user.has_perm(upkeep.MANAGE):
        panels.append(screens.UpkeepPanel())


#: what is done with a release, as the history names it: the action, and what is said of it afterwards
RELEASE_ACTIONS = {
    "receive": ("Hand in a file of figures", "File of figures handed in"),
    "correct": ("Correct words or settings", "Words or settings corrected"),
    "match": ("Match columns", "Columns matched"),
    "check_again": ("Check again", "Checked again"),
    "schedule": ("Set a time to publish", "Time to publish set"),
    "unschedule": ("Take back the time to publish", "Time to publish taken back"),
    "publish": ("Publish figures", "Figures published"),
    "send_back": ("Compare again", "Compared again, because the live figures had changed"),
    "discard": ("Discard figures", "Figures discarded"),
    "restore": ("Bring earlier figures back", "Bringing earlier figures back asked for"),
}


#: the same of a lookup of postcodes
POSTCODE_ACTIONS = {
    "receive": ("Hand in a lookup of postcodes", "Lookup of postcodes handed in"),
    "load": ("Load postcodes", "Postcodes loaded"),
    "discard": ("Discard a lookup of postcodes", "Lookup of postcodes discarded"),
    "withdraw": ("Take postcodes out of use", "Postcodes taken out of use"),
}


@hooks.register("register_log_actions")
def release_actions(actions: LogActionRegistry) -> None:
    """Name what the histories of releases and of lookups of postcodes tell."""
    for name, (label, message) in RELEASE_ACTIONS.items():
        actions.register_action(f"indicators.release.{name}", label, message)
    for name, (label, message) in POSTCODE_ACTIONS.items():
        actions.register_action(f"indicators.postcodes.{name}", label, message)
