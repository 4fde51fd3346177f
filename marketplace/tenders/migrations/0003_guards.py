"""What is a fact is not changed: the database refuses, whoever asks.

Only grow: receipts, amendments, the openers' confirmations. Fixed from a moment on: a published call's identity, its
minutes, an opened bid, handed-in scores, checks of an evaluation that is over, decisions, answers. Two facts may be
taken up again in one lawful way each, which keeps them: scores are given back once their old values stand in `earlier`;
a decided award is proposed anew once the old one stands in `earlier`, which itself only grows.
"""

from django.db import migrations

from marketplace.core.appendonly import append_only, fixed

GROWS = {  # by one
    "sqlite": """(json_array_length(NEW.earlier) = json_array_length(OLD.earlier) + 1
        AND substr(NEW.earlier, 1, length(OLD.earlier) - 1) = substr(OLD.earlier, 1, length(OLD.earlier) - 1))""",
    "postgresql": """(jsonb_array_length(NEW.earlier) = jsonb_array_length(OLD.earlier) + 1
        AND NEW.earlier - jsonb_array_length(OLD.earlier) = OLD.earlier)""",
}
GROWS_BY_ITSELF = {  # by what the score is
    "sqlite": f"""({GROWS["sqlite"]} AND json_extract(NEW.earlier, '$[#-1].comment') IS OLD.comment
        AND json_extract(NEW.earlier, '$[#-1].points') IS CASE WHEN OLD.points IS NULL THEN 'None' ELSE printf('%.2f', OLD.points) END)""",
    "postgresql": f"""({GROWS["postgresql"]} AND NEW.earlier->-1->>'comment' = OLD.comment
        AND NEW.earlier->-1->>'points' = COALESCE(OLD.points::text, 'None'))""",
}
HAD = "SELECT 1 FROM tenders_score s WHERE s.member_id = OLD.id AND s.points IS NOT NULL AND"
GIVEN_BACK = {
    "sqlite": f"""(NEW.submitted_at IS NULL AND NEW.state = 'ready' AND NOT EXISTS ({HAD} (
        json_extract(s.earlier, '$[#-1].points') IS NOT printf('%.2f', s.points)
        OR json_extract(s.earlier, '$[#-1].comment') IS NOT s.comment)))""",
    "postgresql": f"""(NEW.submitted_at IS NULL AND NEW.state = 'ready' AND NOT EXISTS ({HAD} (
        s.earlier->-1->>'points' IS DISTINCT FROM s.points::text
        OR s.earlier->-1->>'comment' IS DISTINCT FROM s.comment)))""",
}
KEPT = "(SELECT code FROM tenders_bid WHERE id = OLD.bid_id)"
PROPOSED_ANEW = {
    "sqlite": f"""(NEW.decided_at IS NULL AND {GROWS["sqlite"]} AND json_extract(NEW.earlier, '$[#-1].bid') IS {KEPT}
        AND json_extract(NEW.earlier, '$[#-1].decided_by') IS OLD.decided_by_id
        AND json_extract(NEW.earlier, '$[#-1].reason') IS OLD.reason
        AND json_extract(NEW.earlier, '$[#-1].ranking') IS json(OLD.ranking)
        AND json_extract(NEW.earlier, '$[#-1].invalid') IS json(OLD.invalid)
        AND json_extract(NEW.earlier, '$[#-1].draw') IS json(OLD.draw))""",
    "postgresql": f"""(NEW.decided_at IS NULL AND {GROWS["postgresql"]} AND NEW.earlier->-1->>'bid' = {KEPT}
        AND NEW.earlier->-1->>'decided_by' = OLD.decided_by_id::text
        AND NEW.earlier->-1->>'reason' = OLD.reason
        AND NEW.earlier->-1->'ranking' = OLD.ranking
        AND NEW.earlier->-1->'invalid' = OLD.invalid
        AND NEW.earlier->-1->'draw' = OLD.draw)""",
}
OVER = """(SELECT c.state FROM tenders_call c JOIN tenders_bid b ON b.call_id = c.id WHERE b.id = {row}.bid_id) <> 'evaluating'"""
IN_HAND = "(SELECT submitted_at IS NOT NULL OR replaced_at IS NOT NULL FROM tenders_committeemember WHERE id = {row}.member_id)"


class Migration(migrations.Migration):
    dependencies = [("tenders", "0002_rows")]
    operations = [
        append_only("tenders_sealedsubmission"),
        append_only("tenders_amendment"),
        append_only("tenders_openingconfirmation"),
        fixed(
            "tenders_call", "published", when="{row}.published_at IS NOT NULL",
            columns=("code", "number", "office_id", "procedure_id", "fund_id", "drafted_by_id", "approved_by_id", "created_at",
                     "published_at", "recipient"),
        ),
        fixed("tenders_call", "minutes", when="{row}.minutes <> '{}'", columns=("minutes", "opened_at", "deadline")),
        fixed("tenders_bid", "whose", columns=("call_id", "organisation_id", "code"), when="{row}.state <> 'draft'"),
        fixed(
            "tenders_bid", "opened", when="{row}.state IN ('opened', 'returned')",
            columns=("state", "writer_id", "sealed_at", "confirmed_amendment", "price", "content", "opened_at"),
        ),
        fixed("tenders_committeemember", "seat", columns=("call_id", "user_id", "is_expert", "appointed_at")),
        fixed("tenders_committeemember", "conflict", when="{row}.has_conflict", columns=("has_conflict", "declared_at")),
        fixed(
            "tenders_committeemember", "handed_in", when="{row}.submitted_at IS NOT NULL",
            columns=("state", "declared_at", "has_conflict", "submitted_at"), unless=GIVEN_BACK,
        ),
        fixed("tenders_score", "handed_in", when=IN_HAND, inserts=True,
              columns=("member_id", "bid_id", "criterion_id", "points", "comment")),
        fixed("tenders_score", "earlier", columns=("earlier",), unless=GROWS_BY_ITSELF),
        fixed("tenders_qualification", "over", when=OVER, inserts=True,
              columns=("bid_id", "condition_id", "met", "reason", "by_id", "at")),
        fixed("tenders_lowpriceinquiry", "asked", columns=("bid_id", "limit", "asked_at", "asked_by_id", "answer_until")),
        fixed("tenders_lowpriceinquiry", "answered", when="{row}.answered_at IS NOT NULL", columns=("answer", "answered_at")),
        fixed("tenders_lowpriceinquiry", "decided", when="{row}.decided_at IS NOT NULL",
              columns=("state", "answer", "answered_at", "decision", "decided_at")),
        fixed("tenders_award", "call", columns=("call_id",)),
        fixed("tenders_award", "earlier", columns=("earlier",), unless=GROWS),
        fixed(
            "tenders_award", "decided", when="{row}.decided_at IS NOT NULL", unless=PROPOSED_ANEW,
            columns=("bid_id", "price", "ranking", "lowest_price", "draw", "invalid", "reason", "proposed_by_id",
                     "proposed_at", "decided_by_id", "decided_at", "report_id"),
        ),
        fixed("tenders_challenge", "filed", columns=("call_id", "organisation_id", "filed_by_id", "text", "filed_at")),
        fixed("tenders_challenge", "answered", when="{row}.state <> 'filed'",
              columns=("state", "answer_until", "answer", "answered_at", "answered_by_id")),
        fixed("tenders_question", "asked", columns=("call_id", "organisation_id", "asked_by_id", "text", "asked_at")),
        fixed("tenders_question", "answered", when="{row}.answered_at IS NOT NULL",
              columns=("state", "answer", "answered_at", "answered_by_id", "amendment_id")),
    ]  # fmt: skip
