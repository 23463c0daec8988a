"""R39, R40: with who somebody was go the pictures and recordings they sent, from the matter at once and from the disk within a day; papers of the station and the unit stay."""

import os
from datetime import timedelta

from portal.cases import attachment, care, erasure, invariants
from portal.cases.attachment import AttachmentKind
from portal.foundation import clock, files
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.recording import picture

LATER = timedelta(days=2)


def aged(sha256: str) -> bool:
    """Whether a file lies on the disk; it lay there since before the day began."""
    path = files.path(attachment.folder(), sha256)
    if path.exists():
        os.utime(path, (0, 0))
    return path.exists()


def test_r40_what_they_sent_goes_and_what_others_added_stays(cast: Cast) -> None:
    case, other = cast.closed(), cast.handling()
    with unit_of_work():
        theirs = attachment.attach(case, picture(1), kind=AttachmentKind.VISITOR, by=cast.visitor(case)).sha256
        shared = attachment.attach(case, picture(2), kind=AttachmentKind.VISITOR, by=cast.visitor(case)).sha256
        attachment.attach(other, picture(2), kind=AttachmentKind.VISITOR, by=cast.visitor(other))
        ours = attachment.attach(case, picture(3), kind=AttachmentKind.STAFF, by=cast.actor("liaison")).sha256
    with unit_of_work():
        erasure.erase(case, checked=True, by=cast.visitor(case))
    assert [row.sha256 for row in attachment.of_case(case)] == [ours] and len(attachment.of_case(other)) == 1
    assert all(aged(one) for one in (theirs, shared, ours)), "another matter, or a backup that runs, may still ask for it"
    assert attachment.sweep(clock.now() + LATER) == 1
    assert (aged(theirs), aged(shared), aged(ours)) == (False, True, True) and invariants.broken() == []


def test_r40_what_is_still_handled_keeps_its_pictures_until_it_is_over(cast: Cast) -> None:
    """Who they are goes at once; what the unit looks at goes with the end of the matter, by the clock of the next day."""
    case = cast.handling()
    with unit_of_work():
        attachment.attach(case, picture(1), kind=AttachmentKind.VISITOR, by=cast.visitor(case))
    with unit_of_work():
        erasure.erase(case, checked=True, by=cast.visitor(case))
    assert not erasure.possible(case) and len(attachment.of_case(case)) == 1
    with unit_of_work():
        erasure.forget_left()
    assert len(attachment.of_case(case)) == 1
    with unit_of_work():
        care.withdraw(case, own_will=True, by=cast.visitor(case))
    with unit_of_work():
        erasure.forget_left()
    assert attachment.of_case(case) == []


def test_r39_what_somebody_sends_anew_is_not_swept_away_meanwhile(cast: Cast) -> None:
    """The same picture, stored before its row is: the day begins again."""
    attachment.sweep(clock.now())
    stored = files.accept(picture(5), attachment.folder())
    assert aged(stored.sha256)
    files.accept(picture(5), attachment.folder())
    assert attachment.sweep(clock.now()) == 0
    assert aged(stored.sha256) and attachment.sweep(clock.now()) == 1
