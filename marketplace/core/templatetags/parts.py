"""Template parts: money, dates, seals, verbs. Built in: templates need no {% load %}."""

from django import template

from .. import faces, money, registry

register = template.Library()


@register.filter
def yuan(amount):
    """1234.5 -> 1,234.50"""
    return "" if amount is None else money.figures(amount)


@register.simple_tag(takes_context=True)
def verb_buttons(context, obj, *only):
    """The verbs of an object for this reader, for `core/parts/verbs.html`."""
    return faces.buttons(obj, context["request"].actor, only)


@register.simple_tag(takes_context=True)
def slot_sections(context, name, obj=None):
    """What other rooms add here."""
    return registry.sections(name, obj, context["request"].actor)
