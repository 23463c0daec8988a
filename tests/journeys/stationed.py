"""The people of a station and a unit who carry one matter from its registration to the board, each at a desk of their own."""

from playwright.sync_api import expect

from tests.journeys.desk import Desk
from tests.journeys.sayings import Sayings
from tests.journeys.serving import Served
from tests.journeys.watch import Watch

UNIT = "街道城市管理办"


class Stationed:
    """Liaison, unit officer, representative and director at work on one matter."""

    def __init__(self, watch: Watch, served: Served, sayings: Sayings, scripts: bool = True) -> None:
        self.sayings = sayings
        self._open = lambda login: Desk(watch, served, login, sayings.locale, scripts)
        self._agent_of = served.agent_of
        self._desks: dict[str, Desk] = {}

    def at(self, login: str) -> Desk:
        """The desk of somebody, signed in once."""
        if login not in self._desks:
            self._desks[login] = self._open(login)
        return self._desks[login]

    def accept_and_refer(self, number: str) -> None:
        """The liaison finds the matter in the list of the day, takes it on and sends it to the unit."""
        liaison = self.at("liaison")
        liaison.do(number, "acceptance", {"kind": "2", "category": "D1", "nature": "help", "common": "1"})
        liaison.do(number, "referral", {"unit": UNIT, "clock": "reply_simple", "opinion": self.sayings.opinion})

    def answer(self, number: str, text: str, first: bool = True) -> None:
        """The officer acknowledges (the first time) and replies, having looked at what will stand on the board."""
        officer = self.at("officer")
        if first:
            officer.do(number, "acknowledgement")
        officer.do(number, "reply", {"text": text, "claim": "solved", "signed_off_by": "主任甲"}, look=True)

    def tell(self, number: str) -> None:
        """The representative passes it; four sentences, confirmed; the liaison tells the visitor."""
        asked, answer, after, disagree = self.sayings.sentences
        agent = self.at(self._agent_of(number))
        agent.do(number, "passing", {"answers": True})
        self.at("liaison").do(number, "summary", {"asked": asked, "answer": answer, "next": after, "disagree": disagree}, look=True)
        agent.do(number, "confirmation")
        self.at("liaison").do(number, "delivery", {"way": "phone"})

    def publish(self, number: str) -> None:
        """The liaison shows the visitor the page and notes that they find it well; the director sees exactly that, and lets it go up."""
        liaison = self.at("liaison")
        liaison.do(number, "showing", {"names_nobody": True})
        liaison.also(number, "visitor-word", {"word": "well"})
        director = self.at("director")
        director.do(number, "publication", {"names_nobody": True})
        expect(director.page.locator(f"a[href='/results/{number}']")).to_be_visible()
