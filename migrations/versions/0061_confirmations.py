"""Everybody says that they will come on the days they were put on for (YT-15)"""

import sqlalchemy as sa
from alembic import op

from portal.foundation.database import Utc

revision = '0061'
down_revision = '0060'


def upgrade() -> None:
    op.add_column('sitting', sa.Column('confirmed_at', Utc(), nullable=True))
    op.add_column('sitting', sa.Column('confirmed_for', Utc(), nullable=True))


def downgrade() -> None:
    op.drop_column('sitting', 'confirmed_for')
    op.drop_column('sitting', 'confirmed_at')
