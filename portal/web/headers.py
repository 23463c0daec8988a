"""The headers of every answer: a strict content policy, nothing cached, nothing leaked (R47, K22, K27)."""

from pathlib import Path

from flask import Flask, Response, g, request

from portal.web import packed

_QUIET = "camera=(), microphone=()"
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
ALWAYS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": f"{_QUIET}, geolocation=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}

# What is heard comes from our own origin, and only where something is heard; a terminal alone may listen and look (issue: say it).
HEARD = {"Content-Security-Policy": f"{CONTENT_POLICY}; media-src 'self'"}
TERMINAL = HEARD | {"Permissions-Policy": ALWAYS["Permissions-Policy"].replace(_QUIET, "camera=(self), microphone=(self)")}


def of(path: str) -> dict[str, str]:
    """The headers of an answer, by the address it was asked for."""
    if path.startswith("/kiosk/"):
        return ALWAYS | TERMINAL
    return ALWAYS | HEARD if path.startswith("/office/cases/") else ALWAYS


def install(app: Flask, tls: bool) -> None:
    """Put them on every answer, errors and fragments included; static files may be kept, named by their hash, and what a view
    says to `keep`, which is the same for everybody and for ever."""

    @app.after_request
    def _(response: Response) -> Response:
        for name, value in of(request.path).items():
            response.headers.setdefault(name, value)
        if tls:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        if request.endpoint == "static":
            fresh = "public, max-age=31536000, immutable" if request.args.get("v") else "public, max-age=300"
            response.headers["Cache-Control"] = fresh
            response = packed.static(response, Path(app.static_folder or "") / (request.view_args or {}).get("filename", ""))
        else:
            response.headers["Cache-Control"] = g.get("keep", "no-store")
            response.vary.add("HX-Request")
        return response
