"""Collections for everybody; plans, permits, members for the office."""

from functools import partial

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from marketplace.core import faces, links
from marketplace.core.faces import Face
from marketplace.core.pages import RoomDetail, RoomList
from marketplace.core.refusals import LOG_IN
from orgs.states import Role

from ...models import Fund
from .. import causes, domain, forms_collections
from ..gate import designation, door, licence_of
from ..models import Collection, NamedMember, Permit
from ..queries import offices_of
from ..reporting import due_reports
from ..rulebook import books, current


class CollectionList(RoomList):
    """Filed collections, newest first; the office sees its plans too."""

    template_name = "giving/collections.html"

    def rows(self, actor):
        return Collection.objects.visible_to(actor).select_related("fund__host").order_by("-id")

    def get_context_data(self, **kwargs):
        offices = self.request.actor.bodies("office", Role.FINANCE)
        funds = Fund.objects.filter(office_id__in=offices, state="active").exclude(host=None)
        return super().get_context_data(funds=funds, book=current(), **kwargs)


class CollectionDetail(RoomDetail):
    """The plan as filed, the dates that the law sets, the reports."""

    template_name = "giving/collection.html"
    slug_field = slug_url_kwarg = "code"

    def rows(self, actor):
        return Collection.objects.visible_to(actor).select_related("fund__host")

    def get_context_data(self, **kwargs):
        collection, actor = self.object, self.request.actor
        handles = collection.fund.office_id in offices_of(actor)
        reports = {(r.kind, r.starts): r for r in collection.reports.all()}
        rows = [(one, reports.get((one.kind, one.starts))) for one in due_reports(collection)]
        plan = [
            (collection._meta.get_field(name).verbose_name, getattr(collection, name)) for name in collection.PLAN[1:]
        ]
        key, give_url = causes.key_of(collection.cause), links.to("giving:give", collection.fund.code)
        return super().get_context_data(
            cause=causes.find(collection.fund, key) or causes.find_to_file(collection.fund, actor, key)[0],
            give_url=f"{give_url}?for={key}" if key else give_url,
            collection=collection, plan=[(label, value) for label, value in plan if value not in (None, "")], reports=rows,
            licence=licence_of(collection.fund.host), door=door(collection.fund, actor, cause=collection.cause), book=current(collection.starts), handles=handles, **kwargs,
        )  # fmt: skip


def plan(request, code):
    """Begin a collection's plan, of the fund or, with ?for=campaign:2026-001, of something in it."""
    if not request.actor.is_known:
        raise LOG_IN
    fund = get_object_or_404(Fund.objects.filter(office_id__in=offices_of(request.actor)), code=code)
    cause, known = causes.find_to_file(fund, request.actor, request.GET.get("for", ""))
    if cause is None and "for" in request.GET:
        raise Http404
    the_face = Face(partial(domain.plan_collection, fund, cause=cause), form=forms_collections.PlanForm)
    extra = {"fund": fund, "cause": cause}
    return faces.act(request, Collection(fund=fund, **known), "plan", the_face=the_face, template="giving/plan.html", extra=extra)  # fmt: skip


def permits(request):
    """Licences and designations, and the rule books with their days."""
    if not request.actor.is_known:
        raise LOG_IN
    if not request.actor.is_officer:
        raise Http404
    rows = Permit.objects.filter(office_id__in=request.actor.bodies("office")).select_related("organisation", "office")
    context = {"permits": rows, "designation": designation(), "books": books(), "book": current(),
               "may_record": bool(request.actor.bodies("office", Role.FINANCE))}  # fmt: skip
    return TemplateResponse(request, "giving/permits.html", context)


def permit(request):
    """Record a permit."""
    if not request.actor.is_known:
        raise LOG_IN
    office = next(iter(request.actor.bodies("office", Role.FINANCE)), None)
    the_face = Face(domain.record_permit, form=forms_collections.PermitForm)
    return faces.act(request, Permit(office_id=office), "record", the_face=the_face, template="giving/permit.html", to=lambda _one: links.to("giving:permits"))  # fmt: skip


def members(request, code):
    """Who may be asked in a directed collection for this fund; name one more."""
    if not request.actor.is_known:
        raise LOG_IN
    fund = get_object_or_404(Fund.objects.filter(office_id__in=offices_of(request.actor)), code=code)
    rows = NamedMember.objects.filter(fund=fund, state="named").select_related("user", "fund")
    the_face = Face(partial(domain.name_member, fund), form=forms_collections.MemberForm)
    extra = {"fund": fund, "members": rows, "book": current()}
    if not request.actor.has(Role.FINANCE, Role.LEADER, body="office", body_id=fund.office_id):
        return TemplateResponse(request, "giving/members.html", extra)
    return faces.act(request, NamedMember(fund=fund), "name", the_face=the_face, template="giving/members.html", extra=extra)  # fmt: skip
