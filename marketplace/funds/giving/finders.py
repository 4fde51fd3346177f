"""Giving is found by its usual names."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.core.finding import way

way(
    _("Giving: to community micro-funds"),
    lambda: reverse("giving:index"),
    "捐赠 捐款 捐 募捐 善款 give giving donate donation gift",
)
way(_("Filed collections"), lambda: reverse("giving:collections"), "募捐 备案 公开募捐 collection fundraising")
