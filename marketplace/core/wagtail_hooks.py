"""Two menus of the back office, into which the rooms put their lists: what the rooms hold, and master data."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem

from .backoffice.viewsets import KEPT_MENU, ROOMS_MENU


@hooks.register("register_admin_menu_item")
def rooms_menu():
    return SubmenuMenuItem(
        _("What the rooms hold"),
        Menu(register_hook_name=ROOMS_MENU),
        name="rooms",
        icon_name="folder-open-inverse",
        order=300,
    )


@hooks.register("register_admin_menu_item")
def kept_menu():
    return SubmenuMenuItem(
        _("Master data"), Menu(register_hook_name=KEPT_MENU), name="kept", icon_name="table", order=310
    )
