"""Practice.md §9 row 11, staged from the roster to the director's page: planned against present, and what visitors say (HB-40)."""

from flask import Flask

from tests.cast import Cast
from tests.judge import client_of
from tests.kiosk.hand import Hand
from tests.reception.opened import at, monday, put_on
from tests.web.office.test_terminals import office


def test_row_11_who_was_planned_and_did_not_come_is_seen_by_the_director(app: Flask, cast: Cast) -> None:
    """Two are planned; the liaison notes one as here and one as not come. A visitor who came later, when the one had gone, says at
    the terminal that nobody was there, another online: both stand beside planned and present, and nobody knows who they were."""
    row = monday(cast)[1]
    seats = [put_on(cast, row, login) for login in ("rep", "rep-2")]
    page, ids = f"/office/open-days/{row.id}", [seat.person_id for seat in seats]
    at(9, 9)
    liaison = office(app)
    liaison.post_form(f"{page}/people/{ids[0]}/presence", {"presence": "here"})
    at(9, 9, 30)
    liaison.post_form(f"{page}/people/{ids[1]}/presence", {"presence": "absent", "reason": "住院"})
    at(9, 10)
    liaison.post_form(f"{page}/people/{ids[0]}/presence", {"presence": "left"})
    hand = Hand(client_of(app))
    hand.get("/kiosk/at/S01", 303)
    hand.start()
    hand.get("/kiosk/people")
    hand.post("/kiosk/people/vacancy", 303, csrf_token=hand.seen.value("csrf_token"))
    assert "记下了" in hand.get("/kiosk/people").words()
    office(app, "clerk")  # whoever is signed in elsewhere changes nothing
    visitor = office(app, "rep")
    visitor.post_form("/stations/S01/vacancies")
    at(9, 18)
    director = office(app, "director")
    seen = director.get_page(page).words()
    assert "排2到1" in seen and "缺席1人" in seen and "群众反映没人在：2次" in seen and "住院" in seen
    assert "群众反映没人在：2次" in director.get_page("/office/").words(), "on the page of the day, with the way there"
    assert "排2到1" in director.get_page("/office/open-days?past=1").words()
    public = client_of(app).get("/stations/S01").get_data(as_text=True)
    assert "住院" not in public and "缺席" not in public


def test_a_visitor_who_presses_twice_is_one_and_the_next_visit_is_another(app: Flask, cast: Cast) -> None:
    row = monday(cast)[0]
    at(2, 9, 30)
    for visits in (1, 2):
        hand = Hand(client_of(app))
        hand.get("/kiosk/at/S01", 303)
        hand.start()
        for _ in range(2):
            hand.get("/kiosk/people")
            hand.post("/kiosk/people/vacancy", 303, csrf_token=hand.seen.value("csrf_token"))
        assert f"群众反映没人在：{visits}次" in office(app, "director").get_page(f"/office/open-days/{row.id}").words()
