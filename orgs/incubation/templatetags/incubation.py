"""Figures of plans as pages write them."""

from django import template

from orgs.kinds import IncubationStage

from ..criteria import findings
from ..kinds import tenths

register = template.Library()


register.simple_tag(tenths)


@register.simple_tag
def stage_criteria(stay):
    """[(stage, findings)] of the stages that the body is not in."""
    return [(stage, findings(stay, stage)) for stage in IncubationStage if stage.value != stay.stage]
