"""What the ladder suggested is kept once for each reason and day it rests on: another round's is told anew"""

from alembic import op

revision = '0040'
down_revision = '0039'
KEY = 'uq_advice_referral_id'


def upgrade() -> None:
    with op.batch_alter_table('advice') as batch_op:
        batch_op.drop_constraint(KEY, type_='unique')
        batch_op.create_unique_constraint(KEY, ['referral_id', 'why', 'day'])


def downgrade() -> None:
    """Of each reason the row that was told last stays."""
    op.execute('DELETE FROM advice WHERE id NOT IN (SELECT MAX(id) FROM advice GROUP BY referral_id, why)')
    with op.batch_alter_table('advice') as batch_op:
        batch_op.drop_constraint(KEY, type_='unique')
        batch_op.create_unique_constraint(KEY, ['referral_id', 'why'])
