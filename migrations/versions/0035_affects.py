"""Who is affected by a matter and whether it is urgent, on the case and on what is published of it (SD-55)"""

import sqlalchemy as sa
from alembic import op

from portal.foundation import append_only

revision = '0035'
down_revision = '0034'
BEFORE = ('id', 'case_id', 'number', 'station_code', 'station_name', 'category', 'category_top', 'month', 'locale', 'words', 'summary',
          'replies', 'outcome', 'claim', 'rating', 'steps', 'days', 'late', 'rounds', 'heads', 'common', 'representative', 'demo',
          'published_on', 'published_at', 'supervision', 'masks')


def upgrade() -> None:
    for table in ('case', 'publication'):
        op.add_column(table, sa.Column('affects', sa.String(length=24), nullable=True))
        op.add_column(table, sa.Column('urgent', sa.Boolean(), server_default=sa.false(), nullable=False))
    _guard((*BEFORE, 'affects', 'urgent'))


def downgrade() -> None:
    _guard(BEFORE)
    for table in ('publication', 'case'):
        op.drop_column(table, 'urgent')
        op.drop_column(table, 'affects')


def _guard(columns: tuple[str, ...]) -> None:
    """The guard names the columns that stand for ever, so it is made anew."""
    dialect = op.get_bind().dialect.name
    op.execute("DROP TRIGGER publication_no_update" + ('' if dialect == 'sqlite' else ' ON "publication"'))
    for statement in append_only.statements('publication', dialect, columns):
        if 'publication_no_update' in statement:
            op.execute(statement)
