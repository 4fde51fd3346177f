"""Who may do what in which state, for the whole portal: every verb x everybody x every state, to equality.

One table per room. A cell is "may" (role and state fit; what else must hold is tested in the room), "when" (the role
fits, the state does not) or "no". The four-eyes rules, which ask what a person did before, are tested in the rooms.
"""

import ast
from copy import copy
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from marketplace.catalogue.models import PurchaseList
from marketplace.core import clock
from marketplace.core.models import WorkdayOverride
from marketplace.core.states import TABLES
from marketplace.funds.campaigns.models import Campaign, Pot, Sighting
from marketplace.funds.campaigns.models import Question as CampaignQuestion
from marketplace.funds.giving.models import (
    Collection,
    Gift,
    Monthly,
    NamedMember,
    Permit,
    Pledge,
    Report,
    Statement,
)
from marketplace.funds.models import (
    CarryOver,
    Fund,
    FundApplication,
    IncentiveRound,
    MicroFund,
    Plan,
    RuleFigure,
    Steward,
    Transfer,
)
from marketplace.tenders.models import Challenge, CommitteeMember, LowPriceInquiry, Question, RuleSet
from orgs.experts.models import Expert
from orgs.incubation import models as incubation
from orgs.models import Community, Delegation, JoinRequest, Membership
from projects.grants import models as grants
from projects.grants.models import Application, FormVersion, Objection, Partner, Review, Round
from projects.services.models import Category, NeededKind, Pace, Service, ServiceSet, Station
from search.models import SavedSearch, SynonymGroup
from tests import factories
from tests.projects.outcomes.builders import drafted
from tests.support.everybody import OFFICE, ORGANISATION, everybody

pytestmark = [pytest.mark.django_db, pytest.mark.twice]
ANY = "*"  # creates the object: whatever stands there
BUYER, OPENER, SECRETARY, LEADER, FINANCE, EDITOR = (
    {"BUYER"},
    {"OPENER"},
    {"SECRETARY"},
    {"LEADER"},
    {"FINANCE"},
    {"EDITOR"},
)
DRAFTS = BUYER | LEADER
SYSTEM, WRITER, OWNER = {"system"}, {"BID_WRITER"}, {"OWNER"}
SIDE = OWNER | WRITER
BIDDERS = {"OWNER", "BID_WRITER", "rival OWNER", "rival BID_WRITER"}
KNOWN = (
    {"person", "superuser"}
    | {f"{p}{r}" for p in ("", "other ") for r in OFFICE}
    | {f"{p}{r}" for p in ("", "rival ", "outside ") for r in ORGANISATION}
)
ASKERS = BIDDERS | {"outside OWNER", "outside BID_WRITER"}
LEADERS, RECORDERS = {"LEADER", "other LEADER"}, {"LEADER", "other LEADER", "BUYER", "other BUYER"}
EDITORS, KEEPERS = {"EDITOR", "other EDITOR"}, {"KEEPER", "other KEEPER"}
WRITES_OUTCOME = SIDE | BUYER | EDITOR | SYSTEM
NOBODY, ROSTER = set(), {"SECRETARY", "LEADER"}
PLANS, TOLD = SIDE | FINANCE, "open waiting reached not_reached settled"
NOBODY, ROSTER, HANDLERS = set(), {"SECRETARY", "LEADER"}, FINANCE | LEADER
EVERYBODY = KNOWN | {"anonymous", "system"}
APPLICATION = "draft submitted withdrawn returned ineligible accepted awarded waiting nominated rejected declined"
NOBODY, ROSTER = set(), {"SECRETARY", "LEADER"}
STAFF, RIVAL = ROSTER, {"rival OWNER"}
IN_FORCE, KEEPS_BOOKS = "running amending", SIDE | {"ORG_FINANCE"}
ON_FILE = "applied returned verified suspended"

# {table: {verb: (states, people)}}
ROOMS = {
    "orgs.organisation": {
        "apply": (ANY, KNOWN),
        "resubmit": ("returned withdrawn", OWNER), "edit": (ON_FILE, OWNER), "add_document": (ON_FILE, OWNER),
        "withdraw": ("applied returned verified", OWNER),
        "verify": ("applied", LEADERS), "return": ("applied", LEADERS), "suspend": ("verified", LEADERS),
        "reinstate": ("suspended", LEADERS), "reply": ("suspended", OWNER), "record_hub": ("verified suspended", LEADERS), "lower_grade": ("verified suspended", LEADERS),
        "record_grade": ("verified suspended", RECORDERS | SYSTEM), "record_incubation": ("verified suspended", RECORDERS | SYSTEM),
    },
    "orgs.document": {
        "add": (ANY, OWNER), "replace": ("current", OWNER), "tell_expiring": ("current", SYSTEM), "tell_expired": ("current", SYSTEM),
    },
    "orgs.membership": {  # of an office; the person themselves: tests/orgs/test_matrix.py
        "grant": (ANY, LEADER | SYSTEM), "end": ("held", LEADER | SYSTEM), "hand_over": ("held", NOBODY), "take_over": (ANY, NOBODY),
    },
    "orgs.delegation": {  # of a role of this office; the two people themselves: tests/orgs/test_delegation.py
        "delegate": (ANY, NOBODY), "accept": ("asked", NOBODY), "decline": ("asked", NOBODY), "give_back": ("held", NOBODY),
        "take_back": ("asked held", LEADER), "end": ("asked held", SYSTEM),
    },
    "orgs.join": {"ask": (ANY, KNOWN), "accept": ("asked", OWNER), "decline": ("asked", OWNER)},
    "orgs.office": {
        "add": (ANY, KEEPERS), "change": ("standing ended", KEEPERS), "end": ("standing", KEEPERS), "resume": ("ended", KEEPERS),
    },
    "orgs.community": {
        "add": (ANY, KEEPERS), "change": ("standing ended", KEEPERS), "set_outline": ("standing", KEEPERS),
        "end": ("standing", KEEPERS), "resume": ("ended", KEEPERS),
    },
    "experts.expert": {  # the person themselves: tests/orgs/experts/test_verbs.py
        "enter": (ANY, ROSTER), "offer": (ANY, NOBODY), "leave": ("proposed listed resting", NOBODY),
        "admit": ("proposed", LEADER), "decline": ("proposed", LEADER), "remove": ("listed resting", LEADER),
        "change": ("proposed listed resting", ROSTER), "add_post": ("proposed listed resting", ROSTER),
        "declare_tie": ("proposed listed resting", ROSTER), "end_tie": ("proposed listed resting", ROSTER),
        "add_away": ("proposed listed resting", ROSTER), "remove_away": ("proposed listed resting", ROSTER),
        "rest": ("listed", ROSTER), "resume": ("resting", ROSTER), "appraise": ("listed resting", ROSTER),
        "propose_again": ("declined removed", ROSTER),
    },
    "incubation.centre": {
        "add": (ANY, LEADER), "change": ("open", STAFF), "add_resource": ("open", STAFF), "close": ("open", LEADER),
        "reopen": ("closed", LEADER),
    },
    "incubation.intake": {
        "draft": (ANY, STAFF), "change": ("draft", STAFF), "publish": ("draft", LEADER), "close": ("published", LEADER),
    },
    "incubation.group": {  # who speaks for it: tests/orgs/incubation/test_stays.py
        "ask": (ANY, NOBODY), "change": ("asked returned filed", NOBODY), "file": ("asked", STAFF), "return": ("asked", STAFF),
        "ask_again": ("returned", NOBODY), "register": ("filed", LEADER), "strike": ("filed", LEADER),
    },
    "incubation.stay": {
        "apply": (ANY, SIDE), "invite": ("applied invited", STAFF), "offer": ("invited", LEADER), "take_in": ("applied", STAFF),
        "sign": ("offered", OWNER), "decline": ("applied invited offered", LEADER), "withdraw": ("applied invited offered", SIDE),
        "set_goal": ("inside", STAFF | SIDE), "reach_goal": ("inside", STAFF | SIDE), "assess": ("inside", STAFF | SIDE),
        "meet": ("inside", STAFF), "book": ("inside", STAFF | SIDE), "ask_help": ("inside", SIDE), "set_mentor": ("inside", STAFF),
        "review": ("inside", STAFF), "advance": ("inside", LEADER), "prolong": ("inside", LEADER), "graduate": ("inside", LEADER),
        "end": ("inside", LEADER), "go": ("inside", SIDE), "tell_due": ("inside", SYSTEM), "tell_ending": ("inside", SYSTEM), "tell_last": ("inside", SYSTEM),
    },
    "incubation.standard": {  # who drafted it does not approve it: tests/orgs/incubation/test_standards.py
        "draft": (ANY, KEEPERS), "revise": ("approved", KEEPERS), "change": ("draft", KEEPERS), "set_criterion": ("draft", KEEPERS),
        "add_sentence": ("draft", KEEPERS), "change_sentence": ("draft", KEEPERS), "remove_sentence": ("draft", KEEPERS),
        "approve": ("draft", LEADERS), "supersede": ("approved", LEADERS), "discard": ("draft", KEEPERS),
    },
    "incubation.booking": {"book": (ANY, STAFF | SIDE), "cancel": ("booked", STAFF | SIDE)},
    "incubation.help": {"ask": (ANY, SIDE), "answer": ("asked answered", STAFF), "close": ("asked answered", STAFF | SIDE)},
    "incubation.training": {
        "draft": (ANY, STAFF), "change": ("draft open", STAFF), "publish": ("draft", STAFF), "call_off": ("draft open", STAFF),
        "hold": ("open", STAFF), "print_code": ("draft open", STAFF), "show_code": ("draft open", STAFF),
    },
    "incubation.enrolment": {  # the person themselves: tests/orgs/incubation/test_trainings.py
        "enrol": (ANY, STAFF), "cancel": ("enrolled waiting", STAFF), "move_up": ("waiting", SYSTEM),
        "check_in": ("enrolled waiting", STAFF), "mark": ("enrolled waiting absent", STAFF), "miss": ("enrolled waiting", STAFF),
        "rate": ("attended", NOBODY),
    },
    "incubation.care": {
        "propose": (ANY, SIDE), "accept": ("proposed", RIVAL), "refuse": ("proposed", RIVAL), "report": ("running", SIDE),
        "end": ("running", SIDE | RIVAL), "tell_due": ("running", SYSTEM), "tell_last": ("running", SYSTEM),
    },
    "incubation.grading": {
        "begin": (ANY, OWNER), "fill_in": ("self", OWNER), "hand_in": ("self", OWNER), "withdraw": ("self submitted", OWNER),
        "hand_back": ("submitted", STAFF), "visit": ("submitted", STAFF), "grant": ("visited review", LEADER),
        "confirm": ("notice", LEADER | SYSTEM), "reconsider": ("notice refused", LEADER), "refuse": ("submitted visited review", LEADER),
    },
    "incubation.grade_objection": {"object": (ANY, KNOWN), "reject": ("filed", LEADER), "uphold": ("filed", LEADER)},
    "incubation.grade_ending": {"tell": (ANY, SYSTEM), "tell_last": ("told", SYSTEM)},
    "incubation.function": {"hand_over": (ANY, LEADER), "take_back": ("held", LEADER)},
    "orgs.day": {"add": (ANY, KEEPERS), "take_back": ("held", KEEPERS)},
    "tenders.rules": {
        "draft": (ANY, KEEPERS), "revise": ("approved", KEEPERS), "change": ("draft", KEEPERS), "set_rule": ("draft", KEEPERS),
        "approve": ("draft", LEADERS), "supersede": ("approved", LEADERS), "discard": ("draft", KEEPERS),
    },
    "catalogue.list": {
        "draft": (ANY, DRAFTS), "rename": ("draft", DRAFTS), "add_item": ("draft", DRAFTS), "change_item": ("draft", DRAFTS),
        "remove_item": ("draft", DRAFTS), "import": ("draft", DRAFTS), "submit": ("draft", DRAFTS),
        "return": ("in_review", LEADER), "publish": ("in_review", LEADER), "supersede": ("published", LEADER),
        "revise": ("published superseded", DRAFTS),
    },
    "funds.fund": {
        "create": (ANY, FINANCE), "edit": ("draft", FINANCE), "activate": ("draft", LEADER),
        "grant_budget": ("active frozen", FINANCE), "record_receipt": ("active frozen", FINANCE), "refund": ("active frozen", FINANCE),
        "correct": ("active frozen", FINANCE), "found": (ANY, LEADER), "charge_fee": ("active frozen", NOBODY),
        "add_purpose": ("draft active frozen", FINANCE),
        "freeze": ("active", LEADER), "unfreeze": ("frozen", LEADER), "close": ("active frozen", LEADER),
        "remind_year": ("active frozen", SYSTEM),
    },
    "giving.gift": {
        "record": (ANY, FINANCE), "import": (ANY, HANDLERS), "start": (ANY, EVERYBODY), "expect": (ANY, SYSTEM),
        "confirm": ("recorded", HANDLERS), "reject": ("recorded", HANDLERS), "authorise": ("started", SYSTEM),
        "receive": ("started authorised lapsed", SYSTEM), "lapse": ("started authorised", SYSTEM),
        "capture": ("authorised", FINANCE | SYSTEM), "release": ("authorised", FINANCE | SYSTEM),
        "refund": ("confirmed", FINANCE | SYSTEM), "note_return": ("confirmed disputed returned lost", FINANCE | SYSTEM),
        "fail_return": ("confirmed disputed returned lost", SYSTEM),
        "dispute": ("confirmed", SYSTEM), "settle_dispute": (ANY, SYSTEM), "show": (ANY, NOBODY),  # the giver alone
        "forget": ("confirmed disputed returned lost rejected lapsed", FINANCE),
    },
    "giving.pledge": {  # released also by whoever promised it
        "promise": (ANY, EVERYBODY), "save_card": ("promised failed", SYSTEM), "charge": ("promised failed", FINANCE | SYSTEM),
        "keep": ("promised charging failed lapsed", HANDLERS | SYSTEM), "fail": ("charging", SYSTEM),
        "release": ("promised failed", FINANCE | SYSTEM), "lapse": ("promised failed", SYSTEM),
    },
    "giving.monthly": {  # stopped also by the giver
        "start": (ANY, EVERYBODY), "run": ("started", SYSTEM), "stop": ("started running", FINANCE | SYSTEM), "end": ("started running", SYSTEM),
    },
    "giving.permit": {
        "record": (ANY, FINANCE), "approve": ("recorded", LEADER), "end": ("recorded in_force", LEADER),
    },
    "giving.collection": {
        "plan": (ANY, FINANCE), "edit": ("draft", FINANCE), "file": ("draft", FINANCE), "open": ("filed", LEADER),
        "close": ("open", LEADER | SYSTEM), "settle": ("ended", LEADER),
    },
    "giving.member": {"name": (ANY, HANDLERS), "strike": ("named", HANDLERS)},
    "giving.report": {
        "draft": (ANY, SYSTEM), "edit": ("drafted", FINANCE), "remind": ("drafted", SYSTEM), "publish": ("drafted", LEADER),
    },
    "giving.statement": {"read": (ANY, FINANCE), "book": ("dry", HANDLERS), "discard": ("dry", HANDLERS)},
    "funds.microfund": {  # of a host that is the winning organisation; applicant and stewards: tests/marketplace/funds/test_lives.py
        "apply": (ANY, KNOWN), "resubmit": ("returned", NOBODY), "return": ("applied", LEADER), "refuse": ("applied", LEADER),
        "agree": ("applied approved", OWNER), "approve": ("applied", LEADER), "activate": ("approved", LEADER),
        "fall_idle": ("active", SYSTEM), "warn": ("idle", SYSTEM), "revive": ("idle warned", SYSTEM),
        "wind_up": ("active idle warned", LEADER), "ask_to_wind_up": ("active idle warned", NOBODY),
        "hand_over": ("winding_up", FINANCE | OWNER | {"ORG_FINANCE"}), "close": ("winding_up", LEADER),
    },
    "funds.steward": {"seat": (ANY, LEADER | OWNER), "end": ("seated", LEADER | OWNER)},
    "funds.application": {  # who asked and the stewards: tests/marketplace/funds/test_applications.py
        "ask": (ANY, KNOWN), "withdraw": ("asked", NOBODY), "give_opinion": ("asked", NOBODY), "step_out": ("asked", NOBODY),
        "approve": ("asked", NOBODY), "decline": ("asked", NOBODY), "pay": ("approved", FINANCE | OWNER | {"ORG_FINANCE"}),
        "finish": ("approved", FINANCE | OWNER | {"ORG_FINANCE"}), "take_back": ("approved", NOBODY), "report": ("paid", NOBODY),
        "ask_again": ("reported", NOBODY), "close": ("reported", NOBODY),
    },
    "funds.plan": {
        "draft": (ANY, FINANCE), "set_line": ("draft", FINANCE), "remove_line": ("draft", FINANCE), "baselines": ("draft", FINANCE),
        "submit": ("draft", FINANCE), "return": ("in_review", LEADER), "decide": ("in_review", LEADER), "supersede": ("in_force", LEADER),
    },
    "funds.transfer": {
        "propose": (ANY, FINANCE | LEADER), "approve": ("proposed", LEADER), "decline": ("proposed", LEADER), "withdraw": ("proposed", NOBODY),
    },
    "funds.carryover": {
        "propose": (ANY, FINANCE), "approve": ("proposed", LEADER), "decline": ("proposed", LEADER), "withdraw": ("proposed", NOBODY),
    },
    "funds.round": {
        "draft": (ANY, FINANCE), "set_result": ("draft", FINANCE), "remove_result": ("draft", FINANCE), "submit": ("draft", FINANCE),
        "return": ("in_review", LEADER), "decide": ("in_review", LEADER), "pay": ("decided", FINANCE),
    },
    "funds.figure": {"draft": (ANY, KEEPERS), "approve": ("draft", LEADERS), "discard": ("draft", KEEPERS)},
    "tenders.call": {
        "draft": (ANY, BUYER), "edit": ("draft", BUYER), "submit": ("draft", NOBODY),  # its drafter alone
        "send_back": ("in_review", LEADER), "publish": ("in_review", LEADER),
        "ask": ("open", ASKERS), "amend": ("open", BUYER),
        "set_dates": ("draft in_review open standstill challenged", SYSTEM),
        "confirm_opening": ("open", OPENER), "open_bids": ("open", OPENER), "fail": ("open", OPENER | SYSTEM),
        "cancel": ("draft in_review open evaluating award_proposed challenged", LEADER),
        "appoint": ("open evaluating", SECRETARY), "qualify": ("evaluating", SECRETARY), "ask_low_price": ("evaluating", SECRETARY),
        "fail_evaluation": ("evaluating", SECRETARY), "propose_award": ("evaluating", SECRETARY),
        "send_award_back": ("award_proposed", LEADER), "decide_award": ("award_proposed", LEADER),
        "challenge": ("standstill", BIDDERS), "reject_challenge": ("challenged", LEADER), "uphold_challenge": ("challenged", LEADER),
        "uphold_and_cancel": ("challenged", LEADER), "conclude": ("standstill", BUYER | SYSTEM),
    },
    "tenders.bid": {
        "start": (ANY, WRITER), "save": ("draft sealed withdrawn", WRITER), "seal": ("draft withdrawn", WRITER),
        "replace": ("sealed", WRITER), "confirm_amendment": ("sealed", WRITER), "withdraw": ("sealed", WRITER),
        "open": ("sealed", OPENER), "hand_back": ("sealed", OPENER | LEADER | SYSTEM),
    },
    "tenders.question": {"ask": (ANY, ASKERS), "answer": ("asked", BUYER)},
    "tenders.member": {  # declares and scores: the member alone
        "seat": (ANY, SECRETARY), "declare_none": ("appointed", NOBODY), "declare_conflict": ("appointed ready", NOBODY),
        "score": ("ready", NOBODY), "hand_in": ("ready", NOBODY), "give_back": ("submitted", SECRETARY),
        "reopen": ("submitted", SECRETARY | LEADER), "replace": ("appointed ready conflicted", SECRETARY),
    },
    "tenders.low_price": {
        "ask": (ANY, SECRETARY), "answer": ("asked", SIDE), "accept": ("asked answered", SECRETARY), "refuse": ("asked answered", SECRETARY),
    },
    "tenders.challenge": {"file": (ANY, BIDDERS), "reject": ("filed", LEADER), "uphold": ("filed", LEADER), "end": ("filed", LEADER)},
    "contracts.contract": {
        "draw": (ANY, BUYER), "edit": ("draft", BUYER), "offer": ("draft", BUYER), "recall": ("offered", BUYER),
        "sign_office": ("offered", LEADER), "sign_organisation": ("offered", OWNER), "take_effect": ("offered", SYSTEM),
        "close": ("running", BUYER), "terminate": ("running", LEADER),
    },
    "contracts.milestone": {
        "issue_slips": ("planned delivered returned", BUYER), "deliver": ("planned returned", SIDE | {"VOLUNTEER_COORDINATOR"}),
        "accept": ("delivered", BUYER), "accept_partly": ("delivered", BUYER), "return": ("delivered", BUYER),
        "pay": ("accepted", FINANCE), "drop": ("planned delivered returned", LEADER | SYSTEM),
    },
    "campaigns.campaign": {
        "draft": (ANY, PLANS), "edit": ("draft", PLANS), "add_picture": (f"draft {TOLD}", PLANS), "remove_picture": (f"draft {TOLD}", PLANS),
        "file": ("draft", PLANS), "send_back": ("filed", LEADER), "open": ("filed", LEADER), "tell_news": (TOLD, SIDE),
        "ask": ("open waiting", KNOWN), "note_share": (TOLD, SIDE), "stop": ("open", LEADER), "close": ("open", SYSTEM),
        "reach": ("waiting", SYSTEM), "miss": ("waiting", SYSTEM), "settle": ("reached not_reached", FINANCE | SYSTEM),
        "withdraw": ("draft filed", PLANS),
    },
    "campaigns.question": {"ask": (ANY, KNOWN), "answer": ("asked", SIDE), "decline": ("asked", SIDE)},
    "campaigns.sighting": {
        "record": (ANY, PLANS), "confirm": ("recorded", FINANCE | LEADER), "reject": ("recorded", FINANCE | LEADER),
    },
    "campaigns.pot": {
        "draft": (ANY, FINANCE), "edit": ("draft", FINANCE), "activate": ("draft", LEADER), "claim": ("active", SYSTEM),
        "end": ("active", LEADER | SYSTEM),
    },
    "outcomes.outcome": {
        "draft": (ANY, WRITES_OUTCOME), "edit": ("draft", WRITES_OUTCOME), "add_picture": ("draft", WRITES_OUTCOME),
        "remove_picture": ("draft", WRITES_OUTCOME), "submit": ("draft", WRITES_OUTCOME),
        "send_back": ("in_review", EDITORS), "publish": ("in_review", EDITORS),
        "set_aside": ("draft", EDITORS), "take_up": ("set_aside", EDITORS),
    },
    "services.station": {
        "add": (ANY, EDITOR), "change": ("draft listed", EDITOR), "add_hours": ("draft listed", EDITOR),
        "end_hours": ("draft listed", EDITOR), "add_special": ("draft listed", EDITOR), "remove_special": ("draft listed", EDITOR),
        "add_walk": ("draft listed", EDITOR), "remove_walk": ("draft listed", EDITOR),
        "publish": ("draft", EDITOR), "close": ("listed", EDITOR), "reopen": ("ended", EDITOR),
    },
    "services.service": {
        "add": (ANY, EDITOR), "change": ("draft listed", EDITOR), "set_stations": ("draft listed", EDITOR),
        "publish": ("draft", EDITOR), "close": ("listed", EDITOR), "reopen": ("ended", EDITOR),
    },
    "services.category": {
        "add": (ANY, EDITORS), "change": ("used", EDITORS), "end": ("used", EDITORS), "use_again": ("ended", EDITORS),
    },
    "services.set": {
        "add": (ANY, EDITORS), "change": ("used", EDITORS), "set_members": ("used", EDITORS), "end": ("used", EDITORS), "use_again": ("ended", EDITORS),
    },
    "grants.form": {
        "draft": (ANY, EDITOR), "edit": ("draft", EDITOR), "revise": ("in_use", EDITOR), "use": ("draft in_use", LEADER | EDITOR),
    },
    "grants.round": {  # nobody here applies or reviews in it, and it was drafted and proposed by somebody else
        "draft": (ANY, EDITOR), "edit": ("draft", EDITOR), "submit": ("draft", EDITOR), "send_back": ("in_review", LEADER),
        "publish": ("in_review", LEADER), "extend": ("open", LEADER), "close_call": ("open", SECRETARY | SYSTEM),
        "cancel": ("draft in_review open screening reviewing proposed", LEADER), "begin_reviews": ("screening", SECRETARY),
        "propose": ("reviewing", SECRETARY), "send_proposal_back": ("proposed", LEADER), "decide": ("proposed", LEADER),
        "reconsider": ("standstill", LEADER), "conclude": ("standstill", SECRETARY | SYSTEM), "close": ("delivery", LEADER),
    },
    "grants.application": {
        "start": (ANY, SIDE), "save": ("draft submitted withdrawn returned", SIDE), "submit": ("draft withdrawn", SIDE), "replace": ("submitted", SIDE),
        "withdraw": ("submitted returned accepted", SIDE), "resubmit": ("returned", SIDE), "comment": (APPLICATION, SIDE),
        "pass": ("submitted", SECRETARY), "return": ("submitted", SECRETARY), "exclude": ("submitted returned", SECRETARY),
        "award": ("accepted", LEADER), "wait": ("accepted", LEADER), "reject": ("accepted", LEADER),
        "reconsider": ("awarded waiting nominated rejected", LEADER), "decline": ("awarded", OWNER), "nominate": ("waiting", SECRETARY),
        "step_up": ("nominated", LEADER), "send_nomination_back": ("nominated", LEADER),
    },
    "grants.partner": {  # of the rival, in the winner's application
        "invite": (ANY, SIDE), "join": ("invited", {"rival OWNER"}), "change_right": ("invited joined", SIDE),
        "end": ("invited joined", SIDE | {"rival OWNER"}),
    },
    "grants.review": {  # the reviewer themselves: tests/projects/grants
        "assign": (ANY, SECRETARY), "declare_none": ("assigned", NOBODY), "recuse": ("assigned ready", NOBODY), "score": ("ready", NOBODY),
        "hand_in": ("ready", NOBODY), "reopen": ("handed_in", SECRETARY), "remind": ("assigned ready", SYSTEM), "replace": ("assigned ready conflicted", SECRETARY),
    },
    "grants.objection": {"object": (ANY, SIDE), "reject": ("filed", LEADER), "uphold": ("filed", LEADER)},
    "grants.concept": {
        "start": (ANY, SIDE), "save": ("draft submitted withdrawn", SIDE), "submit": ("draft submitted withdrawn", SIDE),
        "withdraw": ("submitted", SIDE), "invite": ("submitted declined", SECRETARY), "decline": ("submitted", SECRETARY),
    },
    "grants.panel": {
        "plan": (ANY, SECRETARY), "change": ("planned announced called_off", SECRETARY), "announce": ("planned", SECRETARY),
        "write_minutes": ("announced held", SECRETARY), "release": ("held", SECRETARY), "call_off": ("planned announced", SECRETARY),
    },
    "grants.remark": {"say": (ANY, SECRETARY)},  # the reviewer themselves: tests/projects/grants
    "grants.agreement": {  # drawn up, evaluated and signed before by somebody else
        "draw": (ANY, SECRETARY), "edit": ("draft", SECRETARY), "offer": ("draft", SECRETARY), "recall": ("offered", SECRETARY),
        "call_off": ("draft offered", LEADER | OWNER), "take_up": ("void", SECRETARY), "sign_office": ("offered amending", LEADER),
        "sign_organisation": ("offered amending", OWNER), "take_effect": ("offered amending", SYSTEM), "amend": ("running", SECRETARY),
        "drop_amendment": ("amending", SECRETARY), "move_budget": (IN_FORCE, SIDE), "enter_expense": (IN_FORCE, KEEPS_BOOKS),
        "tell_contribution": (IN_FORCE, SIDE), "plan_visit": (IN_FORCE, SECRETARY), "claim": (f"{IN_FORCE} terminated", SECRETARY),
        "evaluate": ("running", SECRETARY), "close": ("running", LEADER), "terminate": (IN_FORCE, LEADER),
    },
    "grants.tranche": {"pay": ("planned", FINANCE), "drop": ("planned", LEADER | SYSTEM)},
    "grants.report": {
        "hand_in": ("planned returned", SIDE), "accept": ("handed_in", SECRETARY), "return": ("handed_in", SECRETARY),
        "tell_due": ("planned returned", SYSTEM), "tell_late": ("planned returned", SYSTEM), "tell_above": ("planned returned", SYSTEM),
    },
    "grants.change": {"approve": ("asked", LEADER), "decline": ("asked", LEADER), "withdraw": ("asked", SIDE)},
    "grants.expense": {
        "strike": ("entered", KEEPS_BOOKS), "disallow": ("entered", SECRETARY), "allow": ("disallowed", SECRETARY),
    },
    "grants.visit": {"record": ("planned", SECRETARY), "call_off": ("planned", SECRETARY)},
    "grants.recovery": {"demand": ("proposed", LEADER), "drop": ("proposed demanded", LEADER), "book": ("demanded", FINANCE),
        "tell_due": ("demanded", SYSTEM), "tell_late": ("demanded", SYSTEM), "tell_above": ("demanded", SYSTEM)},
    "grants.contribution": {"take_back": ("told", SIDE)},
    "services.need": {
        "add": (ANY, EDITORS), "change": ("standing", EDITORS), "end": ("standing", EDITORS), "resume": ("ended", EDITORS),
    },
    "services.pace": {"add": (ANY, EDITORS), "take_back": ("held", EDITORS)},
    "search.saved": {  # the person themselves: tests/search/test_saved.py
        "keep": (ANY, KNOWN), "drop": ("kept", NOBODY), "found": ("kept", SYSTEM),
    },
    "search.synonyms": {
        "add": (ANY, EDITORS), "change": ("used", EDITORS), "end": ("used", EDITORS), "use": ("ended", EDITORS),
    },
}  # fmt: skip


@pytest.fixture
def case():
    """({table: object}, {name: Actor}): one of each thing, all of the same case."""
    street, contract, outcome = drafted()
    call, winner = contract.call, contract.organisation
    rival_bid = call.bids.exclude(organisation=winner).first()
    bid = call.bids.get(organisation=winner)
    officer = factories.make_user()
    things = [
        winner, winner.documents.first(), Membership(user=officer, office=street.office, role="BUYER", valid_from=clock.today()),
        JoinRequest(organisation=winner, user=officer, role="BID_WRITER", asked_at=clock.now()), lent(officer, street.office), PurchaseList.objects.get(), street.fund, call, bid,
        Question(call=call, organisation=winner, asked_by=officer), CommitteeMember.objects.filter(call=call).first(),
        LowPriceInquiry(bid=bid, answer_until=clock.now()), Challenge(call=call, organisation=winner, filed_by=officer),
        contract, contract.milestones.first(), outcome, *directory(street.office), *crowd(street, winner),
        *grown(street.office, winner, rival_bid.organisation, officer), *given(street.fund), *fund_lives(street, winner),
        street.office, Community.objects.first(), WorkdayOverride(day=clock.today(), is_working=True, source="s"), RuleSet.objects.first(),
        Expert.objects.create(
            code="EX1", user=officer, office=street.office, entered_by=factories.make_user(), entered_at=clock.now(), kind="THEORY",
            fields="|LAW|", reviews=True,
        ),
        SavedSearch(user=officer, name="n", address="q=a"), SynonymGroup(words="a\nb"),
        *granted(street, winner, rival_bid.organisation),
        NeededKind.objects.first(), Pace.objects.first(),
    ]  # fmt: skip
    return {type(thing).STEPS: thing for thing in things}, everybody(street.office, winner, rival_bid.organisation)


def lent(officer, office):
    """A role of this office, lent by one of two people who are nobody else."""
    held = factories.grant(officer, "FINANCE", office)
    return Delegation.objects.create(
        membership=held, deputy=factories.person("OPENER", office), valid_from=clock.today(), valid_to=clock.today(), asked_at=clock.now()
    )  # fmt: skip


def crowd(street, organiser):
    """A campaign of this organisation, a question about it, figures seen, a pot for it."""
    now = clock.now()
    values = {"where": "ELSEWHERE", "kind": "REWARD", "opens_at": now, "closes_at": now + timedelta(days=9)}
    campaign = Campaign.objects.create(code="CA1", office=street.office, organiser=organiser, title_zh="众筹", **values)
    asker = factories.make_user()
    pot = Pot.objects.create(code="P1", fund=street.fund, name_zh="池", amount=1)
    return (
        campaign, CampaignQuestion(campaign=campaign, asked_by=asker, asked_at=now),
        Sighting(campaign=campaign, recorded_by=asker, day=clock.today(), raised=1, supporters=1), pot,
    )  # fmt: skip


def given(fund):
    """Gifts, promises and what the law asks around them, for this fund."""
    collection = Collection(fund=fund)
    things = (Gift, Pledge, Monthly, NamedMember, Statement)
    return [
        *(thing(fund=fund) for thing in things),
        Permit(office=fund.office),
        collection,
        Report(collection=collection),
    ]


def fund_lives(street, host):
    """A micro-fund hosted by this organisation, and one of each thing that belongs to funds; as rows, with people who are nobody else."""
    who, today, now = factories.make_user(), clock.today(), clock.now()
    fund = Fund.objects.create(
        code="MICRO1",
        kind="MICRO",
        office=street.office,
        host=host,
        year=today.year,
        name_zh="微",
        purpose_zh="用",
        state="active",
    )
    micro = MicroFund(
        number="MF1",
        fund=fund,
        office=street.office,
        community=Community.objects.first(),
        host=host,
        name_zh="微",
        purpose_zh="用",
        rules_zh="规",
        opening=1000,
        remainder_to=street.fund,
        remainder_zh="同",
        applied_by=who,
        applied_at=now,
    )
    rows = [
        micro, Steward(fund=fund, user=who, seat="RESIDENT", since=today, until=today), FundApplication(number="FA1", fund=fund, asked_by=who, asked_at=now, amount=1, group="ALL"),
        Plan(fund=street.fund, year=today.year, drafted_by=who), Transfer(fund=street.fund, to=fund, amount=1, proposed_by=who, proposed_at=now),
        CarryOver(fund=street.fund, year=today.year, carried=0, returned=0, proposed_by=who, proposed_at=now),
        IncentiveRound(fund=street.fund, measure="STARS", pot=1, drafted_by=who), RuleFigure.objects.first(),
    ]  # fmt: skip
    for row in rows:
        row.save()
    return rows


def grown(office, organisation, rival, officer):
    """A centre with one of each thing of incubation."""
    day, now = clock.today(), clock.now()
    later = now + timedelta(hours=1)
    centre = incubation.Centre.objects.create(code="SC1", office=office, name_zh="园", places=5, rolling=True)
    intake = incubation.IntakeRound.objects.create(
        code="IN1", centre=centre, title_zh="批", first_day=day, last_day=day
    )
    group = incubation.Group.objects.create(
        code="CG1",
        office=office,
        community=factories.make_community(office),
        name_zh="队",
        org_class="GOVERNANCE",
        speaker=officer,
    )
    stay = incubation.Stay.objects.create(
        code="ST1",
        centre=centre,
        organisation=organisation,
        applied_by=officer,
        applied_at=now,
        motive="x",
        until=day,
        since=day,
    )
    room = incubation.Resource.objects.create(centre=centre, kind="ROOM", name_zh="室")
    training = incubation.Training.objects.create(
        code="TR1", centre=centre, title_zh="课", where_zh="室", starts=now, ends=later, hours=1, places=2
    )
    return (
        centre, intake, group, stay, training, incubation.Standard.objects.get(),
        incubation.Booking.objects.create(resource=room, stay=stay, starts=now, ends=later, by=officer),
        incubation.HelpRequest.objects.create(stay=stay, kind="LEGAL", question="?", asked_by=officer, asked_at=now),
        incubation.Enrolment.objects.create(training=training, user=officer, enrolled_at=now),
        incubation.Care.objects.create(hub=organisation, organisation=rival, what_zh="x", since=day),
        (grading := incubation.Grading.objects.create(organisation=organisation, office=office, wanted="3A", began_by=officer, began_at=now)),
        incubation.GradeObjection(grading=grading, sitting=1, filed_by=officer, filed_at=now, answer_until=later, text="x"),
        incubation.Function.objects.create(hub=organisation, office=office, name_zh="x", since=day),
        incubation.GradeEnding(assessment=organisation.assessments.create(grade="3A", valid_from=day, valid_to=day), told_at=now),
    )  # fmt: skip


def granted(street, winner, rival):
    """A form, a round, an excluded application with its partner, a review and an objection, all of this office."""
    now, by = clock.now(), factories.make_user()
    form = FormVersion.objects.create(code="GF", office=street.office, title_zh="表", drafted_by=by, created_at=now)
    round = Round.objects.create(
        code="GR", office=street.office, fund=street.fund, form=form, title_zh="届", budget=1000, most=1000, opens_at=now, deadline=now,
        review_until=now, drafted_by=by, proposed_by=by, created_at=now,
    )  # fmt: skip
    mine = Application.objects.create(
        code="GA", round=round, organisation=winner, form=form, writer=by, created_at=now, state="ineligible"
    )
    partner = Partner(application=mine, organisation=rival, invited_by=by, invited_at=now)
    objection = Objection(round=round, organisation=winner, filed_by=by, filed_at=now, text="x")
    review = Review(application=mine, reviewer=by, assigned_at=now)
    panel = grants.Panel.objects.create(round=round, place="x", starts_at=now, planned_by=by, created_at=now)
    remark = grants.Remark(application=mine, author=by, text="x", at=now)
    concept = grants.Concept.objects.create(
        code="GC", round=round, organisation=winner, form=form, writer=by, created_at=now
    )
    return form, round, mine, partner, review, objection, concept, panel, remark, *agreed(mine, by)


def agreed(application, by):
    """An agreement about it with one of each thing that belongs to one, all done by somebody who is nobody else."""
    now, round = clock.now(), application.round
    one = grants.Agreement.objects.create(
        number="GG1", application=application, round=round, organisation=application.organisation, title="项", amount=100, drafted_by=by,
        created_at=now, evaluated_by=by,
    )  # fmt: skip
    line = grants.BudgetLine.objects.create(agreement=one, position=1, name="费", granted=100, amount=100)
    return (
        one, grants.Tranche.objects.create(agreement=one, position=1, title_zh="期", amount=100),
        grants.Report.objects.create(agreement=one, position=1, kind="FINAL", due=clock.today(), handed_in_by=by),
        grants.BudgetChange(agreement=one, source=line, target=line, amount=1, asked_by=by, asked_at=now),
        grants.Expense.objects.create(agreement=one, line=line, day=clock.today(), amount=1, text="x", entered_by=by, entered_at=now),
        grants.Visit.objects.create(agreement=one, at=now, what="x", planned_by=by),
        grants.Recovery.objects.create(
            agreement=one, number=1, ground="UNSPENT", amount=1, why="x", proposed_by=by, proposed_at=now, demanded_by=by
        ),
        grants.Contribution.objects.create(agreement=one, kind="MONEY", source="x", told_by=by, told_at=now),
    )  # fmt: skip


def directory(office):
    """A station, a service, its category, a named list, kept by this office."""
    place, category = factories.make_community(office), Category.objects.create(code="C1", name_zh="类")
    station = Station.objects.create(code="S1", kind="CANTEEN", office=office, community=place, name_zh="站")
    service = Service.objects.create(code="V1", category=category, office=office, department=office, name_zh="事")
    return station, service, category, ServiceSet.objects.create(code="L1", name_zh="单", stated=1)


def cell(table, verb, actor, obj):
    refusal = table.refusal(verb, actor, obj)
    return {None: "may", "what": "may", "when": "when", "who": "no"}[refusal and refusal.kind]


@pytest.mark.parametrize("name", list(ROOMS))
def test_who_may_do_what_when(case, name):
    things, actors = case
    table, expected, found = TABLES[name], {}, {}
    for state in table.states.values:
        obj = copy(things[name])
        setattr(obj, table.column, state)
        for verb, (states, people) in ROOMS[name].items():
            fits = states == ANY or state in states.split()
            for who, actor in actors.items():
                expected[verb, who, state] = ("may" if fits else "when") if who in people else "no"
                found[verb, who, state] = cell(table, verb, actor, obj)
    differ = [f"{key}: {found[key]}, not {said}" for key, said in expected.items() if found[key] != said]
    assert differ == []
    assert set(found) == {(v, w, s) for v in table.by_verb for w in actors for s in table.states.values}


def test_every_table_and_every_verb_stands_here():
    ours = {name: set(table.by_verb) for name, table in TABLES.items() if name.split(".")[0] != "core"}
    assert {name: set(verbs) for name, verbs in ROOMS.items()} == {
        n: v for n, v in ours.items() if not n.startswith("test")
    }


# Acts that are not steps of a state table, and what asks who may.
NOT_STEPS = {
    "orgs.domain.accounts.change_profile": "one's own name and language",
    "marketplace.funds.campaigns.domain.turning.not_reached": "part of the steps stop and miss",
    "marketplace.funds.campaigns.domain.pots.pay_out": "part of the step settle",
    "marketplace.funds.domain.books.commit": "money of a call: asked by the verb of the room that buys",
    "marketplace.funds.domain.books.release": "the same",
    "marketplace.funds.domain.books.recommit": "the same",
    "marketplace.funds.domain.books.pay": "the same: contracts.milestone.pay",
    "marketplace.funds.domain.books.spend_at_once": "the same, for verbs of this room: fee, year end",
    "marketplace.funds.giving.domain.payments.hear": "what the payment service says, kept once; it leads to the steps of gifts and promises",
    "marketplace.funds.giving.domain.payments.refunded": "part of it: leads to gift.note_return",
    "marketplace.tenders.domain.scores.save_scores": "asks the step `score`; a draft leaves no audit event",
    "marketplace.tenders.domain.report.store": "part of decide_award",
    "projects.grants.domain.cleaning.clean": "copies asked for by begin_reviews, made by the portal after it",
    "projects.grants.domain.reviewing.save_scores": "asks the step `score`; a draft leaves no audit event",
}


def domains():
    root = Path(settings.BASE_DIR)
    for path in sorted([*root.glob("*/**/domain.py"), *root.glob("*/**/domain/*.py")]):
        if path.relative_to(root).parts[0] in (
            "marketplace",
            "orgs",
            "projects",
            "search",
        ):  # cms has Wagtail's own workflow
            yield ".".join(path.relative_to(root).with_suffix("").parts), ast.parse(path.read_text())


def test_every_act_passes_a_state_table():
    """A public function of a domain that is told who acts reaches `verb` or `creating`, itself or by what it calls."""
    bodies = {}
    for module, tree in domains():
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                bodies[f"{module}.{node.name}"] = node

    def guarded(key, seen=()):
        called = {c.func.id for c in ast.walk(bodies[key]) if isinstance(c, ast.Call) and isinstance(c.func, ast.Name)}
        if called & {"verb", "creating"}:
            return True
        module = key.rpartition(".")[0]
        return any(
            guarded(f"{module}.{n}", (*seen, key))
            for n in called
            if f"{module}.{n}" in bodies and f"{module}.{n}" not in (*seen, key)
        )

    acts = [k for k, f in bodies.items() if "by" in {a.arg for a in f.args.kwonlyargs} and not f.name.startswith("_")]
    assert len(acts) > 80
    assert {key for key in acts if not guarded(key)} == set(NOT_STEPS)


def test_every_step_is_done_somewhere():
    """No verb stands in a table that no function does."""
    said = {
        node.value
        for _m, tree in domains()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    said |= {"create"}  # `creating` spells it by default
    assert {f"{name}.{verb}" for name in ROOMS for verb in TABLES[name].by_verb if verb not in said} == set()
