"""What stands around all pages and is nobody's page: notices with dates, footer menus, contact data."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from marketplace.core import clock
from marketplace.core.texts import Translated

from .. import doors

LOCAL = r"^/(?!/)"


class Notice(models.Model):
    """One sentence on top of every page, from one moment to another."""

    class Tone(TextChoices):
        INFO = "", _("good to know")
        DUE = "due", _("urgent")
        WAIT = "wait", _("a warning")

    text_zh = models.CharField(_("sentence in Chinese"), max_length=200)
    text_en = models.CharField(_("sentence in English"), max_length=300)
    page = models.ForeignKey(
        "wagtailcore.Page", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("page with more about it")
    )  # fmt: skip
    tone = models.CharField(_("kind"), max_length=8, choices=Tone, default=Tone.INFO, blank=True)
    starts_at = models.DateTimeField(_("shown from"), default=clock.now)
    ends_at = models.DateTimeField(_("shown until"))
    text = Translated()
    panels = [
        FieldPanel("text_zh"),
        FieldPanel("text_en"),
        PageChooserPanel("page"),
        FieldPanel("tone"),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
    ]

    class Meta:
        verbose_name = _("notice on all pages")
        verbose_name_plural = _("notices on all pages")
        ordering = ["-starts_at", "-id"]

    def __str__(self):
        return self.text

    def clean(self):
        if self.ends_at and self.starts_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("A notice ends after it begins.")})


class MenuEntry(models.Model):
    """A line of the head or the foot of every page: a page of the tree (in the reader's language), a room, an address."""

    class Column(TextChoices):
        HEADER = "header", _("Header menu")
        ABOUT = "about", _("About the portal")
        HELP = "help", _("Help and guides")

    column = models.CharField(_("column"), max_length=8, choices=Column, default=Column.ABOUT)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    page = models.ForeignKey(
        "wagtailcore.Page", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("page")
    )
    door = models.CharField(_("or a room of the portal"), max_length=20, blank=True, choices=doors.choices)
    address = models.CharField(_("or another address of the portal"), max_length=200, blank=True)
    label_zh = models.CharField(
        _("words in Chinese (empty: the title, the name of the room)"), max_length=40, blank=True
    )
    label_en = models.CharField(
        _("words in English (empty: the title, the name of the room)"), max_length=60, blank=True
    )
    panels = [
        FieldRowPanel([FieldPanel("column"), FieldPanel("position")]),
        PageChooserPanel("page"),
        FieldPanel("door"),
        FieldPanel("address"),
        FieldRowPanel([FieldPanel("label_zh"), FieldPanel("label_en")]),
    ]

    class Meta:
        verbose_name = _("line of the header or footer")
        verbose_name_plural = _("lines of the header and footer")
        ordering = ["column", "position", "id"]

    def __str__(self):
        return (
            self.label_zh
            or (self.page.title if self.page else "")
            or (doors.label(self.door) if self.door else self.address)
        )

    def clean(self):
        import re

        if [bool(self.page_id), bool(self.door), bool(self.address)].count(True) != 1:
            raise ValidationError({"page": _("Choose a page, or a room, or write an address: one of the three.")})
        if self.address and not re.match(LOCAL, self.address):
            raise ValidationError({"address": _("An address of the portal begins with one slash: /calls/")})
        if self.address and not (self.label_zh and self.label_en):
            raise ValidationError({"label_zh": _("An address needs words in both languages.")})


@register_setting(icon="mail")
class ContactData(BaseGenericSetting):
    """How to reach the office, in the foot of every page and on the contact page."""

    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    address_zh = models.CharField(_("address in Chinese"), max_length=160, blank=True)
    address_en = models.CharField(_("address in English"), max_length=200, blank=True)
    hours_zh = models.CharField(_("counter hours in Chinese"), max_length=160, blank=True)
    hours_en = models.CharField(_("counter hours in English"), max_length=200, blank=True)
    icp = models.CharField(_("ICP filing number"), max_length=60, blank=True)
    police = models.CharField(_("public security filing number"), max_length=60, blank=True)
    address = Translated()
    hours = Translated()

    class Meta:
        verbose_name = _("contact data")
