"""Every figure that was asked for is in the runner. What they measure is `make bench`'s, not a test's."""

from tests.bench.__main__ import KEYS, benches
from tests.bench._common import figure
from tests.bench.home import blocking

FUNCTIONS = {
    "anonymous_pages", "officers_list", "list_latency", "sealed_submission", "posting", "verifying", "reading_a_balance",
    "thousand_bidders", "home_pages", "home_on_a_phone", "embedded_search", "elasticsearch_search", "pages", "index_100k",
    "change_to_findable", "relevance_embedded", "relevance_elasticsearch", "success_embedded", "success_elasticsearch", "engines_agree",
    "payment_message", "payment_storm", "application_list", "assignment_of_reviews",
    "statement_streams", "log_proof", "gifts_of_a_fund",
}  # fmt: skip


def test_all_figures_are_in_the_runner():
    assert {function.__name__ for _label, function in benches()} == FUNCTIONS


def test_a_figure_knows_whether_it_is_missed():
    assert set(figure("x", 1, 2, "higher", "")) == KEYS
    assert [figure("x", value, 2, better, "")["ok"] for value in (1, 2, 3) for better in ("higher", "lower")] == [
        False, True, True, True, True, False,
    ]  # fmt: skip


def test_blocking_counts_from_the_first_paint_beyond_fifty_milliseconds():
    assert blocking([], 500) == 0
    assert blocking([(100, 300), (450, 200), (700, 40), (800, 60)], 500) == (650 - 500 - 50) + 10
