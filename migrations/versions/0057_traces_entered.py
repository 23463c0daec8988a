"""The ledger holds how the unit of an open matter was pressed; the board is searched within a station, a class and a month by the index"""

import json

import sqlalchemy as sa
from alembic import op

from portal.foundation import append_only

revision = '0057'
down_revision = '0056'
GUARDED = ('place', 'kind', 'at', 'publication_id', 'progress_id', 'data')
AT_ONCE = 1000


def upgrade() -> None:
    op.execute('ALTER TABLE ledger_entry ADD COLUMN progress_id INTEGER CONSTRAINT fk_ledger_entry_progress_id REFERENCES progress (id)')
    op.create_index('ix_ledger_entry_progress_id', 'ledger_entry', ['progress_id'], unique=False)
    _guard(GUARDED)
    _narrow()


def downgrade() -> None:
    _guard(tuple(name for name in GUARDED if name != 'progress_id'))
    op.drop_index('ix_ledger_entry_progress_id', table_name='ledger_entry')
    op.drop_column('ledger_entry', 'progress_id')


def _guard(columns: tuple[str, ...]) -> None:
    dialect = op.get_bind().dialect.name
    for act in ('update', 'delete'):
        op.execute(f'DROP TRIGGER ledger_entry_no_{act}' + (' ON ledger_entry' if dialect == 'postgresql' else ''))
    for statement in append_only.statements('ledger_entry', dialect, columns):
        op.execute(statement)


def _narrow() -> None:
    """What narrows a search beside the words of what stands on the board already; PostgreSQL's is a word more, after all others."""
    bind, last = op.get_bind(), 0
    put = sa.text('UPDATE publication_words SET scope = :scope WHERE rowid = :id') if bind.dialect.name == 'sqlite' else sa.text(
        "UPDATE publication_words SET vector = vector || to_tsvector('simple', :scope) WHERE rowid = :id")
    read = sa.text('SELECT id, station_code, category_top, month, outcome, rating, common FROM publication WHERE id > :last ORDER BY id LIMIT :most')
    while rows := bind.execute(read, {'last': last, 'most': AT_ONCE}).all():
        bind.execute(put, [{'id': row[0], 'scope': _scope(*row[1:])} for row in rows])
        last = rows[-1][0]


def _scope(station: str, category: str, month: str, outcome: str | None, rating: str, common: bool) -> str:
    rated, concerns = json.loads(rating).get('result', 'none'), 'common' if common else 'personal'
    told = (station, f'class{category}', f'month{month}', outcome and f'outcome{outcome}', f'rated{rated}', f'concerns{concerns}')
    return ' '.join('scope' + ''.join(filter(str.isalnum, one)).lower() for one in told if one)
