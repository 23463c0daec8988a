"""Practice.md §9 has twenty-four ways to fail; each has a test here that stages it and shows the signal or the countermeasure."""

import ast
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
ROWS: dict[int, tuple[str, ...]] = {
    1: ("cases/test_failures_by_row.py::test_row_1_a_unit_never_closes_and_without_the_visitors_word_only_recorded_tries_do",
        "cases/test_follow_up.py::test_failure_1_a_visit_that_finds_it_unsolved_takes_the_case_up_again"),
    2: ("cases/test_twins.py::test_the_same_or_nearly_the_same_of_whichever_unit_is_found_and_blocks_nothing",
        "cases/test_twins.py::test_precision_and_recall_on_what_is_written_here",
        "cases/test_follow_up.py::test_failure_2_the_demonstrations_twins_are_alike_and_say_nothing",
        "cases/test_reply.py::test_thin_replies_are_pointed_out", "demo/test_matters.py::test_boilerplate_is_noticed"),
    3: ("cases/test_follow_up.py::test_failure_3_long_sentences_and_rare_characters_are_named",
        "cases/test_delivery.py::test_a_reply_without_a_plain_summary_cannot_be_delivered"),
    4: ("cases/test_failures_by_row.py::test_row_4_a_word_once_given_is_never_turned_into_a_better_one",
        "cases/test_signals.py::test_row_4_satisfied_within_seconds_of_being_told_and_satisfied_without_exception",
        "cases/test_follow_up.py::test_pressure_is_read_by_the_director_of_the_parent_station_alone"),
    5: ("cases/test_signals.py::test_row_5_withdrawn_again_and_again_at_one_unit",
        "cases/test_follow_up.py::test_failure_5_withdrawn_within_a_day_of_the_referral_somebody_calls_back"),
    6: ("cases/test_signals.py::test_row_6_many_looks_looks_without_an_act_and_much_printing",
        "web/office/test_signals.py::test_row_6_every_paper_that_is_handed_out_is_on_record_and_bears_who_printed_it"),
    7: ("cases/test_supervised_failures.py::test_row_7_one_return_then_the_decision_binds_and_the_visitors_clock_runs_on",
        "cases/test_supervised_failures.py::test_row_7_slips_of_the_first_unit_do_not_follow_the_matter_to_the_next"),
    8: ("cases/test_supervised_failures.py::test_row_8_what_is_not_signed_for_in_a_day_is_seen_by_the_representative",
        "cases/test_advice.py::test_another_referral_is_told_anew"),
    9: ("cases/test_supervised_failures.py::test_row_9_no_day_moves_in_silence",),
    10: ("cases/test_failures_by_row.py::test_row_10_two_times_are_kept_and_neither_lies_in_the_future_nor_before_what_it_follows",
         "web/office/test_signals.py::test_row_10_what_was_entered_days_after_it_happened_stands_out_in_the_story",
         "cases/test_red_slip.py::test_a_unit_without_accounts_goes_the_whole_way_on_paper",
         "cases/test_support_paper.py::test_the_liaison_enters_its_sheet_with_scan_and_both_times"),
    11: ("reception/test_absence.py::test_row_11_who_was_planned_and_did_not_come_is_seen_by_the_director",),
    12: ("cases/test_signals.py::test_rows_12_and_13_one_station_listens_or_turns_away_far_more_than_the_others",),
    13: ("cases/test_failures_by_row.py::test_row_13_a_wrong_exclusion_is_contested_and_comes_back_with_its_first_day",
         "cases/test_acceptance.py::test_a_refusal_names_body_time_and_way"),
    14: ("cases/test_failures_by_row.py::test_row_14_a_dissatisfied_end_is_published_and_what_is_left_off_is_counted",
         "cases/test_publication.py::test_dissatisfied_stands_there_too"),
    15: ("cases/test_failures_by_row.py::test_row_15_nobody_prettifies_what_a_unit_wrote",
         "cases/test_publication.py::test_the_board_shows_the_reply_byte_for_byte"),
    16: ("cases/test_signals.py::test_row_16_detectors_suggest_and_do_not_see_what_is_not_there",
         "web/office/test_signals.py::test_row_16_before_publishing_what_may_point_to_a_person_is_shown_to_who_decides"),
    17: ("cases/test_invented.py::test_row_17_a_matter_of_a_demonstration_is_published_by_no_real_house",
         "setup/test_cli.py::test_demonstration_and_real_network_never_meet",
         "demo/test_matters.py::test_row_17_nobody_of_the_demonstration_bears_a_name_somebody_could_bear"),
    18: ("cases/test_signals.py::test_row_18_closed_in_a_heap_at_the_months_end_and_hardly_rated",),
    19: ("web/office/test_people.py::test_yt18_nobody_is_closed_while_matters_are_in_their_hands",),
    20: ("cases/test_year_arrives.py::test_when_the_year_arrives_provisional_days_are_counted_anew_and_the_story_tells",
         "cases/test_deadlines.py::test_each_step_gives_the_case_its_next_date"),
    21: ("cases/test_failures_by_row.py::test_row_21_an_unreasonable_demand_ends_with_a_reasoned_no_and_no_list_of_people",
         "reception/test_incident.py::test_row_21_no_way_leads_from_it_to_a_visitor_or_a_case"),
    22: ("cases/test_failures_by_row.py::test_row_22_a_duplicate_counts_once_and_both_receipts_stay_alive",
         "kiosk/test_matter.py::test_t10_a_merged_receipt_follows_the_leading_case_without_the_others_words"),
    23: ("cases/test_failures_by_row.py::test_row_23_who_uses_no_screen_and_no_phone_goes_the_same_way",
         "kiosk/test_visit_end.py::test_row_23_a_step_that_loses_more_than_a_quarter_of_twenty_is_a_sign"),
    24: ("cases/test_failures_by_row.py::test_row_24_the_receipt_says_who_decides_before_anybody_hopes_otherwise",
         "cases/test_signals.py::test_row_24_most_of_the_dissatisfied_had_expected_more_of_the_station",
         "kiosk/test_rate.py::test_row_24_whoever_is_dissatisfied_may_say_that_more_was_expected"),
}


@cache
def named_in(file: str) -> frozenset[str]:
    """The tests that stand in a file."""
    tree = ast.parse((TESTS / file).read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test"))


def test_each_of_the_twenty_four_is_named() -> None:
    assert list(ROWS) == list(range(1, 25))


@pytest.mark.parametrize(("row", "test"), [(row, test) for row, tests in ROWS.items() for test in tests])
def test_the_test_of_a_row_exists(row: int, test: str) -> None:
    """A name that was changed is changed here too: no row loses its test unseen."""
    file, name = test.split("::")
    assert (TESTS / file).exists() and name in named_in(file), f"row {row}"
