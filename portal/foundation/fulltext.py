"""Substring search that knows Chinese: every two neighbouring Han characters are a word, and what is typed is a phrase of them.

Pairs are rare where single characters are frequent, so a search that finds nothing ends as soon as one that finds."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import DDL, ColumnElement, MetaData, Select, TableClause, TextClause, column, event, select, text
from sqlalchemy import table as named_table
from sqlalchemy.orm import InstrumentedAttribute

from portal.foundation.database import db, is_sqlite

MOST_TYPED = 100  # characters of a search; FTS5 refuses expressions of more than 256 parts
_HAN = r"[\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]"
_PIECE = re.compile(_HAN + r"|[0-9A-Za-z]+")


@cache
def _folding() -> dict[int, str]:
    """Traditional characters and their Simplified twins, for the index only, never for display (from OpenCC's tables)."""
    pairs = (Path(__file__).parent / "fold.txt").read_text("utf-8").split("\n")
    return str.maketrans(pairs[0], pairs[1])


def folded(words: str) -> str:
    """Simplified and lower case, to compare texts by; everything else stays."""
    return words.translate(_folding()).lower()


def paired(words: str) -> str:
    """`路灯坏了5盏` → `路灯 灯坏 坏了 了 5 盏`, folded to Simplified and lower case; everything else is dropped."""
    return " ".join(_pairs(words))


def _pairs(words: str) -> list[str]:
    pieces = _PIECE.findall(folded(words))
    after = [*pieces[1:], ""]
    return [one + two if _is_han(one) and _is_han(two) else one for one, two in zip(pieces, after, strict=False)]


def _is_han(piece: str) -> bool:
    return piece > "\u2e7f"


def scopes(told: str) -> str:
    """What narrows a search, as the index holds it: `S02 month2026-01` → `scopes02 scopemonth202601`."""
    return " ".join("scope" + "".join(filter(str.isalnum, one)).lower() for one in told.split())


def narrowed(told: str) -> list[list[str]]:
    """The scope words a search asks for: `S02|S03 month2026-01` is one of the first two, and the last."""
    return [scopes(part.replace("|", " ")).split() for part in told.split()]


@dataclass(frozen=True)
class Phrase:
    """Words of the index that stand side by side; `is_open`: the last one is a single character that may begin a pair."""

    words: list[str]
    is_open: bool

    @classmethod
    def of(cls, typed: str) -> "Phrase | None":
        """The phrase that finds what was typed, or None if nothing in it is searchable."""
        words = _pairs(typed)
        if not words:
            return None
        ends_in_pair = len(words) > 1 and len(words[-2]) == 2 and _is_han(words[-2])
        return cls(words[:-1], False) if ends_in_pair and _is_han(words[-1]) else cls(words, _is_han(words[-1]))

    def sqlite(self) -> str:
        """For FTS5. Words hold nothing but letters, digits and Han characters."""
        return f'body : "{" ".join(self.words)}"' + (" *" if self.is_open else "")

    def postgresql(self) -> str:
        """For to_tsquery."""
        return " <-> ".join(f"'{word}'" for word in self.words) + (":*" if self.is_open else "")


@dataclass(frozen=True)
class Matching:
    """A search in one full-text table: joined to rows it streams them newest first, as ids it can stand beside other ways."""

    index: TableClause
    conditions: list[TextClause]

    def newest(self, query: Select[Any], row_id: ColumnElement[int] | InstrumentedAttribute[int]) -> Select[Any]:
        """The query, narrowed to matching rows, newest first: the index is walked backwards and stops at the limit."""
        found = query.join(self.index, self.index.c.rowid == row_id).where(*self.conditions)
        return found.order_by(None).order_by(self.index.c.rowid.desc())

    def ids(self) -> Select[tuple[int]]:
        """The ids of all matching rows."""
        return select(self.index.c.rowid).where(*self.conditions)


class Words:
    """A full-text table beside a row table: same id, text, and scope words with blanks between them that narrow a search (a station)."""

    def __init__(self, name: str, metadata: MetaData) -> None:
        self.name = name
        for dialect in ("sqlite", "postgresql"):
            for statement in self.statements(dialect):
                event.listen(metadata, "after_create", DDL(statement).execute_if(dialect=dialect))

    def statements(self, dialect: str) -> list[str]:
        """What makes the table on `sqlite` or `postgresql`; migrations execute the same."""
        if dialect == "sqlite":
            return [f"CREATE VIRTUAL TABLE IF NOT EXISTS {self.name} USING fts5(body, scope, tokenize='unicode61', prefix='1')"]
        return [
            f"CREATE TABLE IF NOT EXISTS {self.name} (rowid bigint PRIMARY KEY, vector tsvector NOT NULL)",
            f"CREATE INDEX IF NOT EXISTS ix_{self.name} ON {self.name} USING gin (vector)",
        ]

    def put(self, row_id: int, words: str, scope: str = "all") -> None:
        """Write or replace the words of one row, in the caller's transaction."""
        put = f"INSERT OR REPLACE INTO {self.name} (rowid, body, scope) VALUES (:id, :body, :scope)" if is_sqlite() else (
            f"INSERT INTO {self.name} (rowid, vector) VALUES (:id, to_tsvector('simple', :scope || ' ' || :body)) "
            "ON CONFLICT (rowid) DO UPDATE SET vector = excluded.vector")
        db.session.execute(text(put), {"id": row_id, "body": paired(words), "scope": scopes(scope)})

    def matching(self, typed: str, scope: str | None = None) -> Matching | None:
        """What matches every part typed (parts are split at blanks; only so many count), without a word all within the
        scope, or None if nothing searchable is left."""
        phrases = [phrase for phrase in map(Phrase.of, typed[:MOST_TYPED].split()) if phrase]
        if not phrases and (typed.strip() or not scope):
            return None
        index, narrow = named_table(self.name, column("rowid")), narrowed(scope or "")
        if is_sqlite():
            parts = [phrase.sqlite() for phrase in phrases] + [f"({' OR '.join(f'scope : {chr(34)}{one}{chr(34)}' for one in of)})" for of in narrow]
            return Matching(index, [text(f"{self.name} MATCH :match").bindparams(match=" AND ".join(parts))])
        wanted = " & ".join([f"({phrase.postgresql()})" for phrase in phrases] + [f"({' | '.join(f'{one!r}' for one in of)})" for of in narrow])
        return Matching(index, [text(f"{self.name}.vector @@ to_tsquery('simple', :wanted)").bindparams(wanted=wanted)])

    def any_of(self, pieces: list[str], scope: str | None = None) -> Matching | None:
        """What holds at least one of some words, pairs of Han characters, or single ones (which then begin a pair); None where
        there is none of them."""
        phrases = [phrase for phrase in map(Phrase.of, pieces) if phrase]
        if not phrases:
            return None
        index, narrow = named_table(self.name, column("rowid")), scopes(scope or "").split()
        if is_sqlite():
            either = " OR ".join(f"({phrase.sqlite()})" for phrase in phrases)
            parts = [f"({either})"] + [f'scope : "{one}"' for one in narrow]
            return Matching(index, [text(f"{self.name} MATCH :match").bindparams(match=" AND ".join(parts))])
        either = " | ".join(f"({phrase.postgresql()})" for phrase in phrases)
        wanted = " & ".join([f"({either})"] + [f"'{one}'" for one in narrow])
        return Matching(index, [text(f"{self.name}.vector @@ to_tsquery('simple', :wanted)").bindparams(wanted=wanted)])
