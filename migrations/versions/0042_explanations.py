"""Whether the network publishes what the heads of units explain after a red slip: no, until somebody says so"""

import sqlalchemy as sa
from alembic import op

revision = '0042'
down_revision = '0040'


def upgrade() -> None:
    op.add_column('network', sa.Column('explanations_public', sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column('network', 'explanations_public')
