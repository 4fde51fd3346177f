"""Forms of the search room."""

from django import forms
from django.utils.translation import gettext_lazy as _


class GroupForm(forms.Form):
    """The words of a group; a group that stands already is shown as it is."""

    knows = True

    words = forms.CharField(
        label=_("words of the group"), max_length=2000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One a line, in either language: 助餐, 送餐, 老人吃饭."),
    )  # fmt: skip
    note = forms.CharField(label=_("note"), max_length=200, required=False)

    def __init__(self, *args, obj=None, actor=None, **kwargs):
        super().__init__(*args, **kwargs)
        if obj is not None and obj.pk:
            self.initial = {"words": obj.words, "note": obj.note}
