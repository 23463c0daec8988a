"""The way to the portal: one request at a time, with the token, a limit, no redirect; nobody answering is an OSError."""

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

# method, path, what to say → status and answer; raises OSError while nobody answers
Ask = Callable[[str, str, dict[str, object]], tuple[int, bytes]]
PATIENCE = 10.0
MOST = 32 * 1024 * 1024


class _Straight(urllib.request.HTTPRedirectHandler):
    """The portal answers a device itself: wherever a redirect leads, the token does not go."""

    def redirect_request(self, *_: Any) -> None:
        return None


def way_to(server: str, token: Callable[[], str] = str, patience: float = PATIENCE) -> Ask:
    """How to ask this portal. The token is fetched for each request, because pairing may change it."""
    opener = urllib.request.build_opener(_Straight, urllib.request.ProxyHandler({}))

    def ask(method: str, path: str, body: dict[str, object]) -> tuple[int, bytes]:
        sent = None if method == "GET" else json.dumps(body).encode()
        request = urllib.request.Request(server + path, sent, {"Content-Type": "application/json"}, method=method)
        if token():
            request.add_header("Authorization", f"Bearer {token()}")
        try:
            with opener.open(request, timeout=patience) as answer:
                return answer.status, answer.read(MOST)
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read(MOST)
        except http.client.HTTPException as broken:
            raise ConnectionError(str(broken)) from broken

    return ask


def said(answer: bytes) -> dict[str, Any]:
    """The JSON object of an answer, {} for anything else."""
    try:
        found = json.loads(answer)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
