"""The editor's form: a draft may be anything, what is submitted or published is proofread first."""

from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamValue

from . import proof


class ProofForm(WagtailAdminPageForm):
    def clean(self):
        data = super().clean()
        if not self.is_deferred_validation:
            written = {name: value for name, value in data.items() if isinstance(value, StreamValue)}
            for name, sentence in proof.faults(written):
                self.add_error(name, str(sentence))
                self.add_error(None, str(sentence))  # and on top, where the editor looks first
        return data
