"""Figures of plans as pages write them."""

from django import template
from django.utils.formats import number_format

from orgs.kinds import IncubationStage

from ..criteria import findings

register = template.Library()


@register.simple_tag
def tenths(value):
    """34 -> 3.4"""
    return number_format(value / 10, 1)


@register.simple_tag
def stage_criteria(stay):
    """[(stage, findings)] of the stages that the body is not in."""
    return [(stage, findings(stay, stage)) for stage in IncubationStage if stage.value != stay.stage]
