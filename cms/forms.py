"""The editor's form: a draft may be anything, what is submitted or published is proofread first."""

import re

from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamValue

from . import proof

KEY = re.compile(r' data-block-key="[^"]*"')


def _without_keys(value):
    """A stream as plain values, without the keys of blocks and paragraphs."""
    if isinstance(value, list):
        return [_without_keys(one) for one in value]
    if isinstance(value, dict):
        is_block = {"id", "type", "value"} <= set(value)
        return {k: _without_keys(v) for k, v in value.items() if not (is_block and k == "id")}
    return KEY.sub("", value) if isinstance(value, str) else value


class ProofForm(WagtailAdminPageForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # Django compares a field whose default is a function with a hidden copy of what was shown, which Wagtail does
            # not draw: it would be "changed" each time, and whoever approves would become the writer of the text.
            field.show_hidden_initial = False

    @property
    def changed_data(self):
        return [name for name in super().changed_data if not self._reads_the_same(name)]

    def _reads_the_same(self, name) -> bool:
        """The editor gives each paragraph and block a key of its own when it first draws it: that is no change of the text."""
        before, after = self[name].initial, getattr(self, "cleaned_data", {}).get(name)
        if not (isinstance(before, StreamValue) and isinstance(after, StreamValue)):
            return False
        return _without_keys(before.get_prep_value()) == _without_keys(after.get_prep_value())

    def clean(self):
        data = super().clean()
        if not self.is_deferred_validation:
            written = {name: value for name, value in data.items() if isinstance(value, StreamValue)}
            for name, sentence in proof.faults(written):
                self.add_error(name, str(sentence))
                self.add_error(None, str(sentence))  # and on top, where the editor looks first
        return data
