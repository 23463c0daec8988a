"""Following a link to a password of one's own, as tests do."""

from tests.judge import Judge, Seen, client_of
from tests.web.office.stage import Stage

OWN = "willow-umbrella-cake"


def link_on(seen: Seen) -> str:
    link = "".join(next(seen.document().iter("code")).itertext())
    return "/office/invited/" + link.rpartition("/")[2]


def follow(stage: Stage, link: str, password: str = OWN) -> Judge:
    """Somebody who sets their password by the link and signs in with it."""
    browse = client_of(stage.app)
    browse.post_form(link, {"new_password": password, "once_more": password})
    return browse
