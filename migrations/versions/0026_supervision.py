"""Open matters of danger have an index of their own; every version of the policy says by when a slip is countersigned"""

import sqlalchemy as sa
from alembic import op

revision = '0026'
down_revision = '0024'


def upgrade() -> None:
    op.create_index('ix_case_danger', 'case', ['registered_at'], unique=False, sqlite_where=sa.text('closed_at IS NULL AND danger = 1'),
                    postgresql_where=sa.text('closed_at IS NULL AND danger'))
    bind = op.get_bind()
    limits = sa.table("policy_limit", *(sa.column(name) for name in ("version", "clock", "limit", "working", "extension")))
    known = set(bind.scalars(sa.select(limits.c.version).where(limits.c.clock == "countersign")))
    for version in sorted(set(bind.scalars(sa.select(limits.c.version).distinct())) - known):
        bind.execute(limits.insert().values(version=version, clock="countersign", limit=1, working=True, extension=0))


def downgrade() -> None:
    """The limits stay: nothing takes a row out of a policy, and who does not know this one does not ask for it."""
    op.drop_index('ix_case_danger', table_name='case')
