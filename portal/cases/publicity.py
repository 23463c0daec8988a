"""Whether a network publishes what the heads of its units explain: chosen by the office, off as shipped (practice.md §13)."""

from sqlalchemy import select

from portal.cases import deadline, explained, preview, public_parts, publication
from portal.cases.case import TO_PUBLISH, Case, PublicState
from portal.cases.explanation import Explanation
from portal.cases.mask import Covering
from portal.cases.preview import Preview
from portal.cases.publication import Publication
from portal.foundation.database import db
from portal.foundation.refusal import Missing
from portal.network import access, audit, network
from portal.network.actor import Actor


def publish_explanations(public: bool, *, by: Actor) -> None:
    """From now on results go up with the explanations, or without. Where they are private again, every result that stands with one is
    put up once more without it, and one beside which only such words waited waits no more; what was being shown to a visitor is shown
    anew, for it is another page now."""
    access.permit(by, "policy.manage")
    row = network.current()
    if row is None:
        raise Missing
    if row.explanations_public is public:
        return
    row.explanations_public = public
    audit.note("setting", "setting", "explanations", person_id=by.person_id, at=by.at, on=public)
    db.session.flush()
    explaining = select(Explanation.case_id)
    for case in db.session.scalars(select(Case).join(Preview, Preview.case_id == Case.id).where(Case.id.in_(explaining))):
        preview.take_back(case)
    for result in list(db.session.scalars(select(Publication).where(Publication.case_id.in_(explaining), Publication.is_current.is_(True)))):
        if not public and any(explained.pieces(result.supervision)):
            kept = explained.without(result.supervision)
            publication.put_up_once_more(result, {"supervision": kept, "masks": explained.marks(result.masks, kept)}, by.at)
    if not public:
        for case in db.session.scalars(select(Case).where(Case.id.in_(explaining), Case.public_state.in_(TO_PUBLISH))):
            _let_rest(case, by)


def _let_rest(case: Case, by: Actor) -> None:
    """What stands of this round is all there is, but for words that may no longer be read: nobody has to decide on them."""
    stands, rated = publication.standing(case), public_parts.said(case)
    Covering(case).rated(rated)
    if stands is not None and rated.get("words") == stands.rating.get("words"):
        case.public_state = PublicState.PUBLISHED
        deadline.step(case, None, by=by)
