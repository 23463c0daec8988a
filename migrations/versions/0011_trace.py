"""The trace of supervision on the board: counts, numbers and dates beside each published result"""

import sqlalchemy as sa
from alembic import op

from portal.foundation import append_only

revision = '0011'
down_revision = '0010'
BEFORE = ('id', 'case_id', 'number', 'station_code', 'station_name', 'category', 'category_top', 'month', 'locale', 'words', 'summary',
          'replies', 'outcome', 'claim', 'rating', 'steps', 'days', 'late', 'rounds', 'heads', 'common', 'representative', 'demo',
          'published_on', 'published_at')


def upgrade() -> None:
    op.add_column('publication', sa.Column('supervision', sa.Text(), server_default='{}', nullable=False))
    _guard((*BEFORE, 'supervision'))


def downgrade() -> None:
    _guard(BEFORE)
    op.drop_column('publication', 'supervision')


def _guard(columns: tuple[str, ...]) -> None:
    """The guard names the columns that stand for ever, so it is made anew."""
    dialect = op.get_bind().dialect.name
    op.execute("DROP TRIGGER publication_no_update" + ('' if dialect == 'sqlite' else ' ON "publication"'))
    for statement in append_only.statements('publication', dialect, columns):
        if 'publication_no_update' in statement:
            op.execute(statement)
