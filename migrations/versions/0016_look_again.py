"""Every version of the policy says how long after a promised day the clock takes a matter up again"""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0019'


def upgrade() -> None:
    bind = op.get_bind()
    limits = sa.table("policy_limit", *(sa.column(name) for name in ("version", "clock", "limit", "working", "extension")))
    known = set(bind.scalars(sa.select(limits.c.version).where(limits.c.clock == "look_again")))
    for version in sorted(set(bind.scalars(sa.select(limits.c.version).distinct())) - known):
        bind.execute(limits.insert().values(version=version, clock="look_again", limit=5, working=True, extension=0))


def downgrade() -> None:
    """The limits stay: nothing takes a row out of a policy, and who does not know this one does not ask for it."""
