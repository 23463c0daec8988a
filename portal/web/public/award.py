"""The station proposes a visitor's matter as an excellent case: they read in which words, and say yes or no (practice.md §6.1, ZK-02)."""

from wtforms import RadioField

from portal.awards import agreeing
from portal.awards.nomination import Consent
from portal.cases.case import Case
from portal.network.actor import Actor
from portal.web.form import Form, Needed


class AwardForm(Form):
    """Yes or no; neither changes anything of the matter."""

    agreed = RadioField("public.award.agreed", [Needed("public.award.needed")], choices=[("yes", "public.award.yes"), ("no", "public.award.no")])

    def prepare(self, case: Case) -> None:
        """What they are asked about, and what they said."""
        self.row = agreeing.asked(case)
        if not self.is_submitted() and self.row is not None and self.row.consent is not Consent.ASKED:
            self.agreed.data = "yes" if self.row.consent is Consent.AGREED else "no"

    def do(self, case: Case, by: Actor) -> None:
        """Say it."""
        agreeing.say(case, agreed=self.agreed.data == "yes", by=by)
