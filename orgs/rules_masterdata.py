"""Who keeps offices, communities and the calendar, and what must hold. Imports neither models nor states."""

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.rules import requirement

from .rules import holds

keeps = holds("KEEPER")


@requirement("code_taken", _("The code %(code)s is taken already."), field="code")
def code_is_free(actor, obj):
    same = type(obj)._base_manager.filter(code=obj.code).exclude(pk=obj.pk)
    return {"code": obj.code} if same.exists() else None


@requirement(
    "day_passed",
    _("%(day)s is over: how it was counted stays. Only days ahead are entered or taken back."),
    field="day",
)
def lies_ahead(actor, obj):
    return {"day": obj.day.isoformat()} if obj.day is not None and obj.day <= clock.today() else None


@requirement("day_taken", _("For %(day)s there is an entry already (%(source)s). Take it back first."), field="day")
def day_is_free(actor, obj):
    other = type(obj).objects.filter(day=obj.day, state="held").exclude(pk=obj.pk).first()
    return {"day": obj.day.isoformat(), "source": other.source} if other else None
