"""What no browser sends: twisted heads, lengths, encodings and hosts, straight into the socket (R43–R45, R55, R60)."""

import socket

from tests.hostile.house import House

EVIL = "evil.example"
CR = "\r\n"
HOST = "Host: 127.0.0.1"
# what is sent, and what must not come back: a status that begins so, or words
LINES: tuple[tuple[str, bytes], ...] = tuple((name, text.replace("\n", CR).encode("latin-1")) for name, text in (
    ("another host", f"GET / HTTP/1.1\nHost: {EVIL}\n\n"),
    ("another host, absolute", f"GET http://{EVIL}/ HTTP/1.1\n{HOST}\n\n"),
    ("two hosts", f"GET / HTTP/1.1\n{HOST}\nHost: {EVIL}\n\n"),
    ("forwarded host", f"GET /office/ HTTP/1.1\n{HOST}\nX-Forwarded-Host: {EVIL}\nX-Forwarded-Proto: https\n\n"),
    ("forwarded", f"GET /office/ HTTP/1.1\n{HOST}\nForwarded: host={EVIL};proto=https\n\n"),
    ("two lengths", f"POST /ask HTTP/1.1\n{HOST}\nContent-Length: 5\nContent-Length: 6\n\nabcdef"),
    ("length and chunks", f"POST /ask HTTP/1.1\n{HOST}\nContent-Length: 5\nTransfer-Encoding: chunked\n\n0\n\nGET /office/ HTTP/1.1\n{HOST}\n\n"),
    ("chunks that are none", f"POST /ask HTTP/1.1\n{HOST}\nTransfer-Encoding: chunked\n\nzz\nabc\n0\n\n"),
    ("a negative length", f"POST /ask HTTP/1.1\n{HOST}\nContent-Length: -5\n\n"),
    ("a length beyond all", f"POST /ask HTTP/1.1\n{HOST}\nContent-Length: 99999999999999\n\n"),
    ("strange chunks", f"POST /ask HTTP/1.1\n{HOST}\nTransfer-Encoding: xchunked\n\n"),
    ("a head too long", f"GET / HTTP/1.1\n{HOST}\nX-A: {'a' * 40000}\n\n"),
    ("a thousand heads", f"GET / HTTP/1.1\n{HOST}\n" + "".join(f"X-{n}: a\n" for n in range(1000)) + "\n"),
    ("a space before the colon", f"GET / HTTP/1.1\n{HOST}\nCookie : a=b\n\n"),
    ("a folded head", f"GET / HTTP/1.1\n{HOST}\nX-A: a\n b\n\n"),
    ("no version", "GET /\n\n"), ("version two", f"GET / HTTP/2.0\n{HOST}\n\n"), ("no method", f" / HTTP/1.1\n{HOST}\n\n"),
    ("trace", f"TRACE / HTTP/1.1\n{HOST}\nCookie: office=secret-of-the-cookie\n\n"), ("connect", f"CONNECT {EVIL}:443 HTTP/1.1\n{HOST}\n\n"),
    ("a method of somebody's", f"PROPFIND /office/ HTTP/1.1\n{HOST}\n\n"), ("another method in a head", f"POST /ask HTTP/1.1\n{HOST}\nX-HTTP-Method-Override: DELETE\nContent-Length: 0\n\n"),
    ("up the tree", f"GET /static/../../portal/app.py HTTP/1.1\n{HOST}\n\n"), ("up the tree, hidden", f"GET /static/%2e%2e/%2e%2e/pyproject.toml HTTP/1.1\n{HOST}\n\n"),
    ("nothing in the path", f"GET /results/%00 HTTP/1.1\n{HOST}\n\n"), ("half a sign", f"GET /?words=%e4%b8 HTTP/1.1\n{HOST}\n\n"),
    ("a sign twice hidden", f"GET /?words=%253Cscript%253E HTTP/1.1\n{HOST}\n\n"), ("bytes of no alphabet", f"GET /\xff\xfe HTTP/1.1\n{HOST}\n\n"),
    ("a language of lines", f"GET / HTTP/1.1\n{HOST}\nAccept-Language: {'zh,' * 3000}\n\n"), ("a cookie of nothing", f"GET /office/ HTTP/1.1\n{HOST}\nCookie: office=\x01; session=.e\n\n"),
    ("a part of a part", f"GET /static/css/base.css HTTP/1.1\n{HOST}\nRange: bytes=0-0,0-0,5-1,99999-\n\n"),
    ("a form of no alphabet", f"POST /ask HTTP/1.1\n{HOST}\nContent-Type: application/x-www-form-urlencoded; charset=utf-7\nContent-Length: 9\n\nwords=+AD"),
    ("parts without an end", f"POST /ask HTTP/1.1\n{HOST}\nContent-Type: multipart/form-data; boundary=x\nContent-Length: 20\n\n--x\nContent-Disposit"),
    ("parts without a mark", f"POST /ask HTTP/1.1\n{HOST}\nContent-Type: multipart/form-data\nContent-Length: 3\n\nabc"),
))
NEVER = (EVIL, "secret-of-the-cookie", "create_app", "[project]", "Traceback")


def main(house: House) -> list[str]:
    """What came back that may not; and whether the portal still answers after all of it."""
    found = [f"{name}: {what}" for name, sent in LINES for what in _wrong(name, _said(house.port, sent))]
    plain = _said(house.port, f"GET /about HTTP/1.1{CR}{HOST}{CR}Connection: close{CR}{CR}".encode())
    print(f"wire: {len(LINES)} requests")
    return found + ([] if b" 200 " in plain.split(b"\r\n")[0] else [f"afterwards it does not answer: {plain[:60]!r}"])


def _wrong(name: str, said: bytes) -> list[str]:
    statuses = [line.split(b" ")[1:2] for line in said.split(b"\r\n") if line.startswith(b"HTTP/1.")]
    found = [f"answers {status[0].decode()}" for status in statuses if status and status[0][:1] == b"5" and status[0] != b"501"]
    text = said.decode("utf-8", "replace")
    found += [f"says {word}" for word in NEVER if word in text]
    return found + (["a second answer: something was smuggled in"] if len(statuses) > 1 else [])


def _said(port: int, sent: bytes) -> bytes:
    """Everything that came back within some seconds; nothing, where the line was closed."""
    with socket.create_connection(("127.0.0.1", port), timeout=3) as line:
        said = b""
        try:
            line.sendall(sent)
            line.shutdown(socket.SHUT_WR)
            while part := line.recv(65536):
                said += part
        except OSError:
            pass
        return said
