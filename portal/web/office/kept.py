"""What was typed when the session had ended meanwhile: it goes along through the sign-in and comes back in its form (R49)."""

from dataclasses import dataclass

from flask import request

_MARK = "kept."


@dataclass(frozen=True)
class Kept:
    """Where a form was sent to, and its fields in order; files and passwords are not among them. `files`: some had come along."""

    to: str
    fields: list[tuple[str, str]]
    files: bool

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The fields under names that a sign-in form has none of."""
        files = [("kept_files", "y")] if self.files else []
        return [("kept_to", self.to), *files, *((_MARK + name, value) for name, value in self.fields)]


def arrived() -> Kept | None:
    """The form that the gate turned away, as it was sent."""
    fields = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token" and "password" not in name]
    return _checked(request.args.get("to", ""), fields, any(one.filename for one in request.files.values()))


def carried() -> Kept | None:
    """The same once more, out of the sign-in form it went along with."""
    fields = [(name.removeprefix(_MARK), value) for name, value in request.form.items(multi=True) if name.startswith(_MARK)]
    return _checked(request.form.get("kept_to", ""), fields, "kept_files" in request.form)


def _checked(to: str, fields: list[tuple[str, str]], files: bool) -> Kept | None:
    return Kept(to, fields, files) if fields and is_ours(to) else None


def is_ours(url: object) -> bool:
    """Only paths of the office itself; `//host` and `\\host` lead elsewhere."""
    return isinstance(url, str) and url.startswith("/office/") and not url.startswith("/office/sign") and "//" not in url \
        and "\\" not in url
