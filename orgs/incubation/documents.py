"""What may be found of incubation: centres, intake rounds and trainings that are announced. Who is inside and why is no document."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from marketplace.core import clock, documents
from marketplace.core.texts import both, joined

from .models import Centre, IntakeRound, Training
from .states import CentreState, IntakeState
from .states_trainings import TrainingState

OFFICER = frozenset({"officer"})
EVERYBODY = frozenset({documents.PUBLIC})


def _said(language, *pairs) -> str:
    """Translated columns side by side: (object, "name"), ..."""
    return joined(*(both(obj, name)[language] for obj, name in pairs if obj is not None))


def _community(centre):
    return (centre.community.code,) if centre.community_id else ()


def _document(kind, one, centre, *pairs, **fields):
    pairs = (*pairs, (centre.office, "name"), (centre.community, "name"))
    return documents.Document(
        kind=kind, key=one.pk, code=one.code, url=one.get_absolute_url(),
        body_zh=_said("zh", *pairs), body_en=_said("en", *pairs), provenance=centre.provenance, **fields,
    )  # fmt: skip


@override(settings.LANGUAGE_CODE)
def centres(rows):
    for one in rows:
        place, works = one.community, one.state == CentreState.OPEN
        yield _document(
            "centre", one, one, (one, "about"), (one, "services"), (one, "address"), title_zh=one.name_zh, title_en=one.name_en,
            facets={"community": _community(one), "status": (documents.OPEN if works else documents.ENDED,)},
            lat=place.lat if place else None, lon=place.lon if place else None, is_open=works,
        )  # fmt: skip


@override(settings.LANGUAGE_CODE)
def intakes(rows):
    today = clock.today()
    for one in rows:
        is_public, takes = one.state != IntakeState.DRAFT, one.is_open(today)
        coming = one.state == IntakeState.PUBLISHED and today < one.first_day
        first, last = clock.midnight(one.first_day), clock.midnight(one.last_day + timedelta(days=1))
        status = documents.OPEN if takes else documents.RUNNING if coming else documents.ENDED
        yield _document(
            "intake", one, one.centre, (one, "text"), (one.centre, "name"), title_zh=one.title_zh, title_en=one.title_en,
            facets={"community": _community(one.centre), "status": (status,) if is_public else (), "year": (str(one.first_day.year),)},
            newest=first, deadline=last if is_public else None, is_open=takes or coming,
            audience=EVERYBODY if is_public else OFFICER, look_again=first if coming else last if takes else None,
        )  # fmt: skip


@override(settings.LANGUAGE_CODE)
def trainings(rows):
    now = clock.now()
    for one in rows:
        is_public = one.state != TrainingState.DRAFT
        ahead = one.state == TrainingState.OPEN and now < one.starts
        status = documents.OPEN if ahead else documents.DONE if one.state == TrainingState.HELD else documents.ENDED
        yield _document(
            "training", one, one.centre, (one, "about"), (one, "where"), (one, "trainer"), (one.centre, "name"),
            title_zh=one.title_zh, title_en=one.title_en,
            facets={"community": _community(one.centre), "status": (status,) if is_public else (), "year": (str(one.starts.year),)},
            newest=one.starts, deadline=one.starts if is_public else None, is_open=ahead,
            audience=EVERYBODY if is_public else OFFICER, look_again=one.starts if ahead else None,
        )  # fmt: skip


def _with_centre(model):
    return lambda: model.objects.select_related("centre__office", "centre__community")


documents.register(
    "centre", model=Centre, one=_("Incubation centre"), many=_("Incubation centres"), order=52,
    objects=lambda: Centre.objects.select_related("office", "community"), of=centres,
)  # fmt: skip
documents.register(
    "intake", model=IntakeRound, one=_("Intake round"), many=_("Intake rounds"), order=53, objects=_with_centre(IntakeRound), of=intakes
)  # fmt: skip
documents.register(
    "training", model=Training, one=_("Training"), many=_("Trainings"), order=54, objects=_with_centre(Training), of=trainings
)  # fmt: skip
documents.touches(Centre, "intake", lambda row: row.rounds.values_list("pk", flat=True))
documents.touches(Centre, "training", lambda row: row.trainings.values_list("pk", flat=True))
