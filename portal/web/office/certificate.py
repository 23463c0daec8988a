"""The certificate of a case that was chosen, for whoever may read its nomination: in their language, as long as result and award stand (ZK-02)."""

from urllib.parse import urlsplit

from flask import Response, current_app

from portal.awards import desk, shown
from portal.cases import board
from portal.foundation import clock, setting_types
from portal.paper import certificate, qr
from portal.paper.certificate import CertificateFacts
from portal.web import gate, papers
from portal.web.gate import opens
from portal.web.office.blueprint import door


@door.get("/excellent/<int:nomination_id>/certificate.pdf")
@opens("award.see")
def award_certificate(nomination_id: int) -> Response:
    """A4, one sheet."""
    say, network = gate.say(), gate.network()
    line = desk.one(nomination_id, gate.signed_in())
    award, one = shown.standing(line.row, line.award)
    assert one.row is not None
    reply = board.answer_of(one.row)
    url = f"{current_app.config['PUBLIC_URL'].rstrip('/')}/results/{one.row.number}"
    can_open = setting_types.leads_here(urlsplit(url).hostname or "")
    facts = CertificateFacts(
        network.name, network.motto, line.row.period.name, one.place, one.shared, one.station, one.row.number, say(f"common.category.{one.row.category}"),
        f"{one.points / 1000:.2f}", one.reviewers, one.row.representative, reply["unit"] if reply else "", one.why, clock.day_of(award.at),
        url.split("://")[-1], qr.address(url) if can_open else "", demo=network.demo)
    return papers.hand_out(lambda kind, links: certificate.html(facts, say, kind, links), "a4", f"certificate-{one.row.number}", certificate.PAGE_STYLES)
