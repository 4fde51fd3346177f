"""The giver's way: one form, the payment page (or the promise), the thanks."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from marketplace.core import clock, links
from marketplace.core.refusals import Refused

from ... import figures
from ...models import Fund
from .. import causes, currencies, domain, service
from ..forms import EVERY_MONTH, GiveForm
from ..gate import collection_of, door
from ..kinds import Way
from ..models import Collection, Gift, Monthly, Pledge
from ..queries import totals
from ..rulebook import current

KEEPS = "giving_keys"  # in the session: secrets of what a reader without an account has begun


def index(request):
    """Funds that one can give to, each with what its button does for this reader."""
    funds = list(Fund.objects.visible_to(request.actor).filter(state="active", kind="MICRO").select_related("host"))
    rows = [{"fund": fund, "door": door(fund, request.actor)} for fund in funds]
    rows.sort(key=lambda row: ("portal", "platform", "closed").index(row["door"].way))
    return TemplateResponse(request, "giving/index.html", {"rows": rows, "book": current()})


def give(request, code):
    """Step one of two: how much, how often, named how. A closed door says why, with the clause."""
    fund = get_object_or_404(Fund.objects.visible_to(request.actor).exclude(state="draft"), code=code)
    cause = causes.find(fund, request.GET.get("for", ""))
    if cause is None and "for" in request.GET:
        raise Http404
    answer, form, status = door(fund, request.actor, cause=cause), None, 200
    if answer.is_open:
        monthly = service.is_on() and cause is None
        is_promise = not service.is_on() or causes.promises(cause)
        currency = currencies.of("cny") if is_promise else currencies.asked()
        data = request.POST if request.method == "POST" else None
        form = GiveForm(data, monthly=monthly, actor=request.actor, currency=currency, by_card=service.is_on())
    if request.method == "POST":
        status = 422
        if form is None:
            status = 409
        elif form.is_valid():
            try:
                return _begin(request, fund, cause, form.cleaned_data)
            except Refused as error:
                form.add_error(error.field if error.field in form.fields else None, error.sentence)
                status = error.status
    context = {
        "fund": fund, "door": answer, "form": form, "by_card": service.is_on(),
        "totals": totals(Gift.objects.for_cause(cause) if cause else Gift.objects.filter(fund=fund)),
        "collection": collection_of(fund, cause), "cause": cause, "promises": causes.promises(cause),
        "due": None if service.is_on() else domain.due_of(cause), "figure": figures.in_force("PLEDGE_DAYS"),
    }  # fmt: skip
    return TemplateResponse(request, "giving/give.html", context, status=status)


def _begin(request, fund, cause, told):
    every = told.pop("every", "")
    if not service.is_on():
        pledge = domain.promise(fund, by=request.actor, cause=cause, **told)
        _keep(request, pledge)
        return redirect(pledge.get_absolute_url())
    if causes.promises(cause):
        pledge = domain.promise(fund, by=request.actor, cause=cause, way=Way.CARD, **told)
        _keep(request, pledge)
        return redirect(domain.begin_promise(pledge, **_ways_back(fund, pledge)))
    if every == EVERY_MONTH:
        monthly = domain.start_monthly(fund, by=request.actor, **told)
        _keep(request, monthly)
        return redirect(domain.begin_monthly(monthly, **_ways_back(fund, monthly)))
    gift = domain.start(fund, by=request.actor, cause=cause, **told)
    _keep(request, gift)
    return redirect(domain.begin_payment(gift, **_ways_back(fund, gift)))


def _ways_back(fund, what) -> dict:
    here = settings.SITE_URL
    return {
        "success_url": here + what.get_absolute_url() + "?thanks=1",
        "cancel_url": here
        + links.to("giving:give", fund.code)
        + (f"?for={causes.key_of(what.cause)}" if what.cause_id else ""),
    }


def _keep(request, what):
    """A reader without an account finds the way back to what they began in this browser."""
    if not request.actor.is_known:
        request.session[KEEPS] = [*request.session.get(KEEPS, []), what.secret][-20:]


def is_theirs(request, what) -> bool:
    """The reader is the giver: by account, by what this browser began, or by the link with the secret."""
    if not what.secret:
        return request.actor.is_known and request.actor.is_person(what.giver_id)
    keys = {*request.session.get(KEEPS, []), request.GET.get("key", "")}
    return what.secret in keys or (request.actor.is_known and request.actor.is_person(what.giver_id))


def _own_or_handled(request, model, code):
    what = get_object_or_404(model.objects.select_related("fund"), code=code)
    if is_theirs(request, what) or model.objects.visible_to(request.actor).filter(pk=what.pk).exists():
        return what
    raise Http404


def pledge(request, code):
    """What was promised, and how to keep it: the host's account and the reference."""
    what = _own_or_handled(request, Pledge, code)
    named = what.fund
    plan = Collection.objects.filter(fund=named).exclude(bank_account="").order_by("-id").first()
    context = {
        "pledge": what, "account": plan.bank_account if plan else "", "own": is_theirs(request, what), "thanks": "thanks" in request.GET,
        "promises": causes.promises(what.cause), "from_end": causes.due_from(what.cause) > clock.today(),
    }  # fmt: skip
    return TemplateResponse(request, "giving/pledge.html", context)


def monthly(request, code):
    what = _own_or_handled(request, Monthly, code)
    gifts = what.gifts.order_by("-id")[:24]
    context = {"monthly": what, "gifts": gifts, "own": is_theirs(request, what), "thanks": "thanks" in request.GET}
    return TemplateResponse(request, "giving/monthly.html", context)
