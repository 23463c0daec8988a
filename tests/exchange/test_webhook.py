"""Webhooks against a real receiver: signed, refused, silent, led elsewhere; never into a private network (SSRF, DNS rebinding)."""

import hashlib
import hmac
import socket
from collections.abc import Callable
from typing import Any

import pytest

from portal.exchange import webhook
from portal.exchange.webhook import NotTaken
from tests.exchange import receivers

SECRET, BODY = "0123456789abcdefghijklmnopqrstuvwxyz", b'{"case":"S01-26-0001"}'


def post(url: str, wait: float = 5.0, may_be_private: bool = True) -> None:
    webhook.post(url, BODY, secret=SECRET, timestamp="1772413200", delivery="7", wait=wait, may_be_private=may_be_private)


def test_the_receiver_can_check_who_sent_it_and_when() -> None:
    with receivers.hook() as hook:
        post(hook.url)
    ((headers, body),) = hook.came
    expected = hmac.new(SECRET.encode(), b"1772413200." + BODY, hashlib.sha256).hexdigest()
    assert (headers["x-huiyin-signature"], headers["x-huiyin-timestamp"], headers["x-huiyin-delivery"]) == (
        f"sha256={expected}", "1772413200", "7")
    assert (body, headers["path"], headers["content-type"]) == (BODY, "/in?key=1", "application/json")


@pytest.mark.parametrize("status", [302, 307, 400, 404, 500, 503])
def test_anything_but_yes_is_no_and_nobody_is_led_elsewhere(status: int) -> None:
    with receivers.hook() as hook:
        hook.status = status
        with pytest.raises(NotTaken, match=str(status)):
            post(hook.url)
    assert len(hook.came) == 1


def test_a_receiver_that_never_answers_is_left() -> None:
    with receivers.silent() as port, pytest.raises(NotTaken):
        post(f"http://127.0.0.1:{port}/", wait=0.05)


@pytest.mark.parametrize("address", [
    "127.0.0.1", "10.0.0.8", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "::1", "fe80::1%eth0",
    "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::"])
def test_this_machine_and_private_networks_are_refused(address: str) -> None:
    assert not webhook.is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "64:ff9b::808:808"])
def test_the_public_internet_is_not(address: str) -> None:
    assert webhook.is_public(address)


def names(*answers: list[str]) -> Callable[..., Any]:
    """A name server that says something else each time."""
    left = list(answers)
    return lambda host, port, **more: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in left.pop(0)]


@pytest.mark.parametrize("answer", [["127.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["169.254.169.254"]])
def test_a_name_that_leads_inside_is_refused_before_anything_is_sent(monkeypatch: pytest.MonkeyPatch, answer: list[str]) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", names(answer))
    with receivers.hook() as hook, pytest.raises(NotTaken, match="private"):
        post(hook.url.replace("127.0.0.1", "hook.example"), may_be_private=False)
    assert hook.came == []


def test_the_vetted_address_is_the_one_that_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: the name says something harmless first and this machine next; it is asked only once."""
    called: list[object] = []

    def refuse(address: object, *rest: object) -> socket.socket:
        called.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", names(["8.8.8.8"], ["127.0.0.1"]))
    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(NotTaken, match="ConnectionRefusedError"):
        post("http://hook.example/", may_be_private=False)
    assert called == [("8.8.8.8", 80)]


def test_an_unknown_host_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(NotTaken, match="unknown"):
        post("https://hook.example/")
