"""Of which level a representative is (HB-20, CT-05), and how many members a station has on its books (SD-06)"""

import sqlalchemy as sa
from alembic import op

revision = '0060'
down_revision = '0059'


def upgrade() -> None:
    op.add_column('representative', sa.Column('level', sa.String(length=24), nullable=True))
    op.add_column('station', sa.Column('members', sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column('station', 'members')
    op.drop_column('representative', 'level')
