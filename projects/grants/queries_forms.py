"""Reads of forms: they are the office's own until a round shows one."""

from django.db.models import Exists, OuterRef, QuerySet


class FormQuerySet(QuerySet):
    def visible_to(self, actor):
        """Editors, leaders and secretaries of the office; auditors all."""
        if actor.has("AUDITOR"):
            return self
        return self.filter(office_id__in=actor.bodies("office", "EDITOR", "LEADER", "SECRETARY"))

    def newest(self):
        """Of each form the newest version only."""
        newer = self.model.objects.filter(code=OuterRef("code"), version__gt=OuterRef("version"))
        return self.filter(~Exists(newer))
