"""Open matters of danger are found by an index of their own"""

import sqlalchemy as sa
from alembic import op

revision = '0026'
down_revision = '0024'


def upgrade() -> None:
    op.create_index('ix_case_danger', 'case', ['registered_at'], unique=False, sqlite_where=sa.text('closed_at IS NULL AND danger = 1'),
                    postgresql_where=sa.text('closed_at IS NULL AND danger'))


def downgrade() -> None:
    op.drop_index('ix_case_danger', table_name='case')
