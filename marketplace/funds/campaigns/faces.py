"""The pages of the verbs of campaigns, pots and what is told around them; who may see their files."""

from marketplace.core.faces import Face, face
from marketplace.core.files import Purpose, register

from . import domain
from .forms import acts
from .forms.plan import PlanForm
from .models import Campaign, Pot, Question, Sighting


def _reads_campaign(actor, stored):
    return Campaign.objects.visible_to(actor).filter(pk=stored.object_id).exists()


def _reads_sighting(actor, stored):
    """Evidence is for those who confirm it and for the organiser; everybody reads the figures."""
    rows = Sighting.objects.filter(pk=stored.object_id).select_related("campaign")
    own = [
        s
        for s in rows
        if s.campaign.office_id in actor.bodies("office") or s.campaign.organiser_id in actor.bodies("organisation")
    ]
    return bool(own)


IMAGES = ("image/jpeg", "image/png", "image/webp")
register(Purpose("campaigns.picture", media_types=IMAGES, max_mb=10, readers=_reads_campaign))
register(Purpose("campaigns.evidence", media_types=(*IMAGES, "application/pdf"), max_mb=10, readers=_reads_sighting))

face(
    "campaigns.campaign",
    reads=lambda actor: Campaign.objects.visible_to(actor).for_list(),
    verbs={
        "edit": Face(domain.edit_campaign, form=PlanForm),
        "add_picture": Face(domain.add_picture, form=acts.PictureForm),
        "remove_picture": Face(domain.remove_picture, form=acts.RemovePictureForm),
        "file": Face(domain.file_campaign),
        "send_back": Face(domain.send_back, form=acts.ReasonForm),
        "open": Face(domain.open_campaign),
        "tell_news": Face(domain.tell_news, form=acts.NewsForm),
        "ask": Face(domain.ask, form=acts.AskForm),
        "note_share": Face(domain.note_share, form=acts.ShareForm),
        "stop": Face(domain.stop, form=acts.ReasonForm),
        "settle": Face(domain.settle),
        "withdraw": Face(domain.withdraw, form=acts.ReasonForm),
    },
)
face(
    "campaigns.question",
    reads=lambda actor: Question.objects.visible_to(actor).select_related("campaign"),
    verbs={"answer": Face(domain.answer, form=acts.AnswerForm), "decline": Face(domain.decline)},
)
face(
    "campaigns.sighting",
    reads=lambda actor: Sighting.objects.visible_to(actor).select_related("campaign"),
    verbs={
        "confirm": Face(domain.confirm_sighting),
        "reject": Face(domain.reject_sighting, form=acts.ReasonForm),
    },
)
face(
    "campaigns.pot",
    reads=lambda actor: Pot.objects.visible_to(actor).select_related("fund"),
    verbs={
        "edit": Face(domain.edit_pot, form=acts.PotForm),
        "activate": Face(domain.activate_pot),
        "end": Face(domain.end_pot),
    },
)
