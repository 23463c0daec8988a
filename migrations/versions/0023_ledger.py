"""The ledger: what was published so far is entered in the order in which it was, then only what is published after it"""

import hashlib
import json
import secrets
from collections.abc import Iterator
from datetime import UTC, date, datetime

import sqlalchemy as sa
from alembic import op

from portal.foundation import append_only, clock, merkle
from portal.foundation.database import Json, Utc

revision = '0023'
down_revision = '0022'
AT_ONCE = 500
RECORD = ('number', 'station_code', 'station_name', 'category', 'category_top', 'month', 'locale', 'words', 'summary', 'replies', 'outcome',
          'claim', 'rating', 'steps', 'days', 'late', 'rounds', 'heads', 'common', 'representative', 'demo', 'published_on', 'published_at', 'supervision')
TYPES = {'summary': Json(), 'replies': Json(), 'rating': Json(), 'steps': Json(), 'supervision': Json(), 'late': sa.Boolean(),
         'common': sa.Boolean(), 'demo': sa.Boolean(), 'published_on': sa.Date(), 'published_at': Utc()}
PUBLICATION = sa.table('publication', sa.column('id', sa.Integer()), *(sa.column(name, TYPES.get(name, sa.Text())) for name in RECORD
                       if name not in ('days', 'rounds', 'heads')), *(sa.column(name, sa.Integer()) for name in ('days', 'rounds', 'heads')))
GUARDED = {'ledger_entry': ('place', 'kind', 'at', 'publication_id', 'data'), 'ledger_hash': (), 'ledger_checkpoint': ()}


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    entry = op.create_table('ledger_entry',
    sa.Column('place', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('at', Utc(), nullable=False),
    sa.Column('publication_id', sa.Integer(), nullable=True),
    sa.Column('salt', sa.String(length=32), nullable=True),
    sa.Column('data', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['publication_id'], ['publication.id'], name=op.f('fk_ledger_entry_publication_id')),
    sa.PrimaryKeyConstraint('place', name=op.f('pk_ledger_entry')),
    sa.UniqueConstraint('publication_id', name=op.f('uq_ledger_entry_publication_id'))
    )
    whole = op.create_table('ledger_hash',
    sa.Column('level', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('place', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('hash', sa.LargeBinary(length=32), nullable=False),
    sa.PrimaryKeyConstraint('level', 'place', name=op.f('pk_ledger_hash'))
    )
    op.create_table('ledger_checkpoint',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_checkpoint'))
    )
    _enter_what_stands(entry, whole)
    for table, columns in GUARDED.items():
        for statement in append_only.statements(table, dialect, columns):
            op.execute(statement)


def _enter_what_stands(entry: sa.Table, whole: sa.Table) -> None:
    """In the order of their numbers as rows, which is the order in which they were published; the first sweep signs the head."""
    size, stack, at = 0, list[bytes](), clock.now()
    for portion in _portions():
        entries, hashes = [], []
        for row in portion:
            salt, record = secrets.token_hex(16), _canonical(row)
            shown = {'at': at.strftime('%Y-%m-%dT%H:%M:%SZ'), 'index': size, 'kind': 'result', 'number': row.number,
                     'record': hashlib.sha256(f'{salt}\n{record}\n'.encode()).hexdigest()}
            data = json.dumps(shown, sort_keys=True, separators=(',', ':'))
            stack, kept = merkle.grow(stack, size, merkle.leaf_hash(data.encode()))
            entries.append({'place': size, 'kind': 'result', 'at': at, 'publication_id': row.id, 'salt': salt, 'data': data})
            hashes += [{'level': level, 'place': place, 'hash': value} for (level, place), value in kept]
            size += 1
        op.bulk_insert(entry, entries)
        op.bulk_insert(whole, hashes)
    if size:
        op.execute(f"INSERT INTO series (name, last) VALUES ('ledger', {size})")


def _portions() -> Iterator[list[sa.Row]]:
    last = 0
    while rows := op.get_bind().execute(sa.select(PUBLICATION).where(PUBLICATION.c.id > last).order_by(PUBLICATION.c.id).limit(AT_ONCE)).all():
        yield list(rows)
        last = rows[-1].id


def _canonical(row: sa.Row) -> str:
    """As portal.cases.publication.canonical writes it."""
    return json.dumps({name: getattr(row, name) for name in RECORD}, ensure_ascii=False, sort_keys=True, separators=(',', ':'), default=_moment)


def _moment(value: date) -> str:
    return value.astimezone(UTC).isoformat(timespec='microseconds') if isinstance(value, datetime) else value.isoformat()


def downgrade() -> None:
    for table in reversed(GUARDED):
        op.drop_table(table)
    op.execute("DELETE FROM series WHERE name = 'ledger'")
