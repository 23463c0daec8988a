"""When an answer that nobody could be told was first looked up by number and code"""

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'


def upgrade() -> None:
    op.add_column('delivery', sa.Column('looked_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column('delivery', 'looked_at')
