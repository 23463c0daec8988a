"""The day a published matter was first told as a column, so that open data are asked for by day through an index"""

import sqlalchemy as sa
from alembic import op

from portal.foundation import append_only

revision = '0052'
down_revision = '0051'
BEFORE = ('id', 'case_id', 'number', 'station_code', 'station_name', 'category', 'category_top', 'month', 'locale', 'words', 'summary',
          'replies', 'outcome', 'claim', 'rating', 'steps', 'days', 'late', 'rounds', 'heads', 'common', 'representative', 'demo',
          'published_on', 'published_at', 'supervision', 'masks', 'affects', 'urgent')
DAY = {'sqlite': "json_extract(steps, '$.registered')", 'postgresql': "(steps::json->>'registered')::date"}


def upgrade() -> None:
    op.add_column('publication', sa.Column('registered_on', sa.Date(), nullable=True))
    op.execute(f"UPDATE publication SET registered_on = {DAY[op.get_bind().dialect.name]}")
    op.create_index('ix_publication_registered', 'publication', ['is_current', 'registered_on', 'id'])
    op.create_index('ix_progress_registered', 'progress', ['is_current', 'registered_on', 'id'])
    _guard((*BEFORE, 'registered_on'))


def downgrade() -> None:
    _guard(BEFORE)
    op.drop_index('ix_progress_registered', 'progress')
    op.drop_index('ix_publication_registered', 'publication')
    op.drop_column('publication', 'registered_on')


def _guard(columns: tuple[str, ...]) -> None:
    """The guard names the columns that stand for ever, so it is made anew."""
    dialect = op.get_bind().dialect.name
    op.execute("DROP TRIGGER publication_no_update" + ('' if dialect == 'sqlite' else ' ON "publication"'))
    for statement in append_only.statements('publication', dialect, columns):
        if 'publication_no_update' in statement:
            op.execute(statement)
