"""What the page of the day asks is found by an index: the newest notices of a person, and what still waits among slips, objections, proposals"""

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0015'

OPEN = sa.text("decided_at IS NULL")
ASKING = sa.text("withdrawn_at IS NULL AND (countersigned_at IS NULL OR acknowledged_at IS NULL OR level = 'a')")


def upgrade() -> None:
    op.drop_index('ix_notice_person_seen', 'notice')
    op.create_index('ix_notice_person_seen', 'notice', ['person_id', 'seen_at', 'at'])
    op.create_index('ix_slip_asking', 'slip', ['id'], sqlite_where=ASKING, postgresql_where=ASKING)
    op.create_index('ix_contest_open', 'contest', ['case_id'], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index('ix_accountability_proposal_open', 'accountability_proposal', ['id'], sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    op.drop_index('ix_accountability_proposal_open', 'accountability_proposal')
    op.drop_index('ix_contest_open', 'contest')
    op.drop_index('ix_slip_asking', 'slip')
    op.drop_index('ix_notice_person_seen', 'notice')
    op.create_index('ix_notice_person_seen', 'notice', ['person_id', 'seen_at', 'id'])
