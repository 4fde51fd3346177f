"""In whose name one acts: the choice, kept in the session, and what waits in each of one's bodies."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marketplace.core import registry
from marketplace.core.frame import role_words
from marketplace.core.switches import safe_next

from ..middleware import ACTING_FOR
from ..queries import actor_of, place_names


@login_required
def page(request):
    """One's bodies with one's roles there and how much waits; without a body or with one there is nothing to choose."""
    places = request.actor.places
    names = place_names(places)
    rows = []
    for place in sorted(places, key=names.get):
        actor = actor_of(request.user, hat=place)
        roles = {grant.role for grant in actor.grants}
        rows.append(
            {
                "place": place,
                "name": names[place],
                "roles": role_words(sorted(roles)),
                "waits": len(registry.desk_entries(actor)),
                "is_chosen": request.actor.hat == place,
            }
        )
    return TemplateResponse(request, "orgs/acting.html", {"rows": rows})


@require_POST
@login_required
def choose(request):
    """Act for one body from now on, or (empty) for all; for one that is not one's own nothing changes."""
    place = request.POST.get("place", "")
    if place and place not in request.actor.places:
        messages.error(request, _("You hold no role there any more."))
    else:
        request.session[ACTING_FOR] = place
    return HttpResponseRedirect(safe_next(request, reverse("desk:home")))
