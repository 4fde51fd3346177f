"""Fields that choose rows."""

from django import forms


class _Sane:
    """A key no database holds (too great, with a NUL) is a wrong choice, not an error."""

    def clean(self, value):
        texts = value if isinstance(value, (list, tuple)) else [value]
        if any("\x00" in str(text) or len(str(text)) > 18 for text in texts):
            raise forms.ValidationError(
                self.default_error_messages["invalid_choice"] % {"value": "?"}, code="invalid_choice"
            )
        return super().clean(value)


class Pick(_Sane, forms.ModelChoiceField):
    """One row by its key or code."""


class PickMany(_Sane, forms.ModelMultipleChoiceField):
    """Several rows by their keys."""
