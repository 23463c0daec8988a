"""Running clocks are found by their name and day: what is late and was told is not read again each minute"""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'


def upgrade() -> None:
    op.drop_index('ix_deadline_open_due', 'deadline')
    op.create_index('ix_deadline_clock_due', 'deadline', ['clock', 'due_on'],
                    sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))


def downgrade() -> None:
    op.drop_index('ix_deadline_clock_due', 'deadline')
    op.create_index('ix_deadline_open_due', 'deadline', ['ended_at', 'due_on'])
