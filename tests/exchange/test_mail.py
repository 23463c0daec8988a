"""Mail against a real SMTP server: taken, refused, without encryption, without an answer."""

import pytest

from portal.exchange import mail
from portal.exchange.mail import NotSent
from portal.foundation.setting_types import MailServer, mail_server
from tests.exchange import receivers
from tests.setup.ports import free_port


def send(server: MailServer, wait: float = 5.0) -> None:
    mail.send(server, sender="portal@mail.example", to="one@mail.example", subject="S01-26-0001：新进展", text="没有内容。\n", wait=wait)


def test_a_message_arrives_whole() -> None:
    port = free_port()
    with receivers.mail_server(port) as box:
        send(mail_server(f"smtp+plain://127.0.0.1:{port}"))
    (envelope,) = box.taken
    assert (envelope.mail_from, envelope.rcpt_tos) == ("portal@mail.example", ["one@mail.example"])
    assert b"Auto-Submitted: auto-generated" in envelope.content and b"charset=\"utf-8\"" in envelope.content


def test_a_refused_address_is_told_without_naming_it() -> None:
    port = free_port()
    with receivers.mail_server(port) as box:
        box.answer = "550 no such user one@mail.example"
        with pytest.raises(NotSent, match="550") as refused:
            send(mail_server(f"smtp+plain://127.0.0.1:{port}"))
    assert "one@" not in str(refused.value) and box.taken == []


def test_a_server_without_encryption_gets_nothing_unless_it_was_told_apart() -> None:
    port = free_port()
    with receivers.mail_server(port) as box, pytest.raises(NotSent, match="SMTPNotSupportedError"):
        send(mail_server(f"smtp://127.0.0.1:{port}"))
    assert box.taken == []


@pytest.mark.parametrize("scheme", ["smtp", "smtps", "smtp+plain"])
def test_a_server_that_never_answers_is_left(scheme: str) -> None:
    with receivers.silent() as port, pytest.raises(NotSent, match="TimeoutError|SMTPServerDisconnected"):
        send(mail_server(f"{scheme}://127.0.0.1:{port}"), wait=0.02)


def test_nobody_there() -> None:
    with pytest.raises(NotSent, match="ConnectionRefusedError"):
        send(mail_server(f"smtp+plain://127.0.0.1:{free_port()}"))
