"""What this room does when things happen: asks the payment service after the commit, tells a person's own file."""

from marketplace.core import outbox
from marketplace.core.actors import system
from marketplace.core.refusals import Refused
from marketplace.core.registry import about_me, on_erasure
from marketplace.core.verbs import act

from . import service, traces  # noqa: F401  (takes part in erasures, before the names go below)
from .booking import in_given
from .kinds import Display

PORTAL = system("giving")


def _fen(amount) -> int:
    return int(amount * 100)


@outbox.receiver("giving.refund_asked", outside=True)
def ask_for_refund(event):
    """The return is made at the service under a key of its own, so asking twice returns once."""
    from . import domain
    from .domain.payments import refunded
    from .models import Movement

    movement = Movement.objects.select_related("gift__fund").filter(pk=event.object_id).first()
    if movement is None or not movement.key.startswith("asked:"):
        return
    gift = movement.gift
    amount = in_given(gift, movement.amount) if gift.is_foreign else _fen(movement.amount)
    params = {"payment_intent": gift.payment_ref, "amount": amount, "metadata": {"movement": movement.key}}
    try:
        with service.spoken():
            done = service.client().v1.refunds.create(params=params, options={"idempotency_key": movement.key})
    except Refused as error:
        if error.code != "service_refused":
            raise
        with act():
            domain.fail_return(movement.gift, by=PORTAL, movement=movement, reason=error.sentence)
        return
    refunded(done.to_dict(), by=PORTAL)


@outbox.receiver("giving.capture_asked", outside=True)
def ask_for_capture(event):
    from .models import Gift

    gift = Gift.objects.get(pk=event.object_id)
    with service.spoken():
        options = {"idempotency_key": f"capture-{gift.code}"}
        service.client().v1.payment_intents.capture(gift.payment_ref, options=options)


@outbox.receiver("giving.release_asked", outside=True)
def ask_for_release(event):
    from .models import Gift

    gift = Gift.objects.get(pk=event.object_id)
    with service.spoken():
        options = {"idempotency_key": f"release-{gift.code}"}
        service.client().v1.payment_intents.cancel(gift.payment_ref, options=options)


@outbox.receiver("giving.charge_asked", outside=True)
def ask_for_charge(event):
    """Charge a kept card. A card that is refused makes a failed promise, not a failed delivery."""
    from . import domain
    from .models import Gift, Pledge

    pledge = Pledge.objects.select_related("fund").get(pk=event.object_id)
    if pledge.state != "charging":
        return
    with act():
        gift = Gift.objects.filter(pledge=pledge, state="started").first() or domain.expect(pledge, by=PORTAL)
    params = {
        "amount": pledge.given, "currency": pledge.currency, "customer": pledge.customer_ref, "payment_method": pledge.method_ref,
        "off_session": True, "confirm": True, "metadata": {"gift": gift.code},
    }  # fmt: skip
    try:
        with service.spoken():
            options = {"idempotency_key": f"charge-{pledge.code}-{pledge.tries}"}
            service.client().v1.payment_intents.create(params=params, options=options)
    except Refused as error:
        if error.code != "service_refused":
            raise
        with act():
            pledge.refresh_from_db()
            if pledge.state == "charging":
                domain.fail_pledge(pledge, by=PORTAL, reason=error.sentence)
            gift.refresh_from_db()
            if gift.state == "started":
                domain.lapse(gift, by=PORTAL, reason=error.sentence)


@outbox.receiver("giving.card_given_up", outside=True)
def give_card_up(event):
    with service.spoken():
        service.client().v1.payment_methods.detach(event.payload["method"])


@outbox.receiver("giving.stop_asked", outside=True)
def ask_to_stop(event):
    from .models import Monthly

    monthly = Monthly.objects.get(pk=event.object_id)
    with service.spoken():
        service.client().v1.subscriptions.cancel(monthly.subscription_ref)


@about_me
def gifts(user) -> dict:
    """What the person gave, promised, gives every month."""
    from .models import Gift, Monthly, Pledge

    def plain(rows, *columns):
        return [{name: str(getattr(row, name) or "") for name in columns} for row in rows]

    common = ("amount", "giver_name", "giver_contact", "display", "state", "created_at")
    return {
        "gifts": plain(Gift.objects.filter(giver=user).order_by("id"), "number", *common),
        "promised gifts": plain(Pledge.objects.filter(giver=user).order_by("id"), "reference", *common),
        "monthly gifts": plain(Monthly.objects.filter(giver=user).order_by("id"), *common),
    }


@on_erasure
def without_a_name(user):
    """Name, contact and salt are marked and go by themselves; what is left is shown as given without a name."""
    from .models import Gift, Monthly, Pledge

    for model in (Gift, Pledge, Monthly):
        model.objects.filter(giver=user).update(display=Display.ANONYMOUS)
