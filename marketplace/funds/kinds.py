"""What a kind of fund may do, as a row of switches: a kind never becomes an `if` in a verb (E01–E05, E08, E09)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .states import FundKind as K


@dataclass(frozen=True)
class Kind:
    """The rules of one kind of fund.

    buys: calls for tenders draw on it; yearly: what is left at the end of its budget year is decided on;
    plan_binds: promises stay within the allocation plan in force; performance: it pays by stars, ratings or targets alone;
    applications: people apply to it and its stewards decide; hosted: a charity keeps its money and books;
    names_givers: every receipt names its giver; gives, takes: kinds with which it may exchange money;
    says: the rules in sentences for its page.
    """

    buys: bool = True
    yearly: bool = True
    plan_binds: bool = False
    performance: bool = False
    applications: bool = False
    hosted: bool = False
    names_givers: bool = False
    gives: frozenset = frozenset()
    takes: frozenset = frozenset()
    says: tuple = ()


KINDS = {
    K.EARMARKED: Kind(
        gives=frozenset({K.EARMARKED, K.POOLED}),
        takes=frozenset({K.EARMARKED, K.POOLED}),
        says=(_("Pays for services of the purchase list, by contract and after acceptance."),
              _("What is left at the end of the year is carried over or returned, by decision.")),
    ),
    K.GUARANTEE: Kind(
        plan_binds=True,
        gives=frozenset({K.GUARANTEE}),
        takes=frozenset({K.GUARANTEE, K.POOLED}),
        says=(_("Each community has a baseline in the allocation plan; promises stay within it."),
              _("It is spent as projects only and never mixed with the incentive fund."),
              _("What is left at the end of the year is carried over or returned, by decision.")),
    ),
    K.INCENTIVE: Kind(
        buys=False,
        performance=True,
        gives=frozenset({K.INCENTIVE}),
        takes=frozenset({K.INCENTIVE, K.POOLED}),
        says=(_("Pays by performance: stars, ratings or targets reached, after the appraisal is closed."),
              _("The share of each follows from a table that stands on the page; nobody sets an amount by hand.")),
    ),
    K.POOLED: Kind(
        names_givers=True,
        gives=frozenset({K.EARMARKED, K.GUARANTEE, K.INCENTIVE, K.POOLED}),
        takes=frozenset({K.EARMARKED, K.POOLED}),
        says=(_("Several givers put money together; each receipt names its giver and the shares are shown."),
              _("Money that came with a purpose keeps it.")),
    ),
    K.MICRO: Kind(
        buys=False,
        yearly=False,
        applications=True,
        hosted=True,
        gives=frozenset({K.MICRO, K.COMMUNITY_FOUNDATION}),
        takes=frozenset({K.MICRO, K.COMMUNITY_FOUNDATION}),
        says=(_("A restricted fund, not a legal person: a host charity keeps its money and separate books."),
              _("It raises no money and signs nothing in its own name."),
              _("Its stewards, elected residents among them, decide about applications.")),
    ),
    K.COMMUNITY_FOUNDATION: Kind(
        buys=False,
        yearly=False,
        applications=True,
        hosted=True,
        gives=frozenset({K.MICRO, K.COMMUNITY_FOUNDATION}),
        takes=frozenset({K.MICRO, K.COMMUNITY_FOUNDATION}),
        says=(_("Money of a foundation: a legal person with a board and supervisors."),
              _("Its board decides about applications; members with an interest step out.")),
    ),
}  # fmt: skip

HOSTED = frozenset(code for code, kind in KINDS.items() if kind.hosted)
YEARLY = frozenset(code for code, kind in KINDS.items() if kind.yearly)


def of(fund) -> Kind:
    """The switches of a fund's kind."""
    return KINDS[K(fund.kind)]
