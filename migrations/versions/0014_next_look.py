"""The clock keeps when it looks next, beside what it looks at; a reply may be given at the table, without a referral"""

import sqlalchemy as sa
from alembic import op

from portal.foundation import append_only

revision = '0014'
down_revision = '0013'


def upgrade() -> None:
    op.add_column('deadline', sa.Column('looks_on', sa.Date(), nullable=True))
    op.add_column('case', sa.Column('soon_told', sa.Date(), nullable=True))
    op.add_column('case', sa.Column('late_told', sa.Date(), nullable=True))
    op.execute("UPDATE deadline SET looks_on = due_on")
    op.execute("UPDATE deadline SET looks_on = NULL WHERE EXISTS (SELECT 1 FROM look WHERE look.job = 'visit' "
               "AND look.deadline_id = deadline.id AND look.seen = CAST(deadline.due_on AS VARCHAR))")
    for told in ('soon', 'late'):
        op.execute(f"UPDATE \"case\" SET {told}_told = next_on WHERE EXISTS (SELECT 1 FROM look JOIN deadline ON deadline.id = look.deadline_id "
                   f"WHERE look.job = '{told}' AND deadline.case_id = \"case\".id AND look.seen = CAST(\"case\".next_on AS VARCHAR))")
        op.create_index(f'ix_case_{told}', 'case', ['next_on'], sqlite_where=sa.text(f'closed_at IS NULL AND {told}_told IS NOT next_on'),
                        postgresql_where=sa.text(f'closed_at IS NULL AND {told}_told IS DISTINCT FROM next_on'))
    op.create_index('ix_deadline_clock_looks', 'deadline', ['clock', 'looks_on'],
                    sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
    op.drop_table('look')
    _printed()
    _referral_of_a_reply(needed=False)


def downgrade() -> None:
    """What was told already is told once more. Replies given at the table must not be there."""
    _referral_of_a_reply(needed=True)
    op.drop_table('printed')
    op.create_table(
        'look',
        sa.Column('job', sa.String(length=20), nullable=False),
        sa.Column('deadline_id', sa.Integer(), nullable=False),
        sa.Column('seen', sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(['deadline_id'], ['deadline.id'], name=op.f('fk_look_deadline_id')),
        sa.PrimaryKeyConstraint('job', 'deadline_id', name=op.f('pk_look')))
    op.drop_index('ix_deadline_clock_looks', 'deadline')
    for told in ('late', 'soon'):
        op.drop_index(f'ix_case_{told}', 'case')
        op.drop_column('case', f'{told}_told')
    op.drop_column('deadline', 'looks_on')


def _printed() -> None:
    """Which papers of a file were handed out."""
    op.create_table(
        'printed',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('case_id', sa.Integer(), nullable=False),
        sa.Column('what', sa.String(length=30), nullable=False),
        sa.Column('copy', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_printed_case_id')),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_printed_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_printed')))
    op.create_index('ix_printed_case_id', 'printed', ['case_id'])
    op.create_index('ix_printed_person_at', 'printed', ['person_id', 'at'])
    for statement in append_only.statements('printed', op.get_bind().dialect.name):
        op.execute(statement)


def _referral_of_a_reply(needed: bool) -> None:
    """Whether the column may be empty. SQLite cannot say so in words; it changes nothing on disk, and a new table in the place of one
    that ratings and tellings point to would break them (sqlite.org/lang_altertable.html, section 7)."""
    bind = op.get_bind()
    if bind.dialect.name != 'sqlite':
        op.alter_column('reply', 'referral_id', existing_type=sa.Integer(), nullable=not needed)
        return
    words = ['referral_id INTEGER', 'referral_id INTEGER NOT NULL']
    old, new = words if needed else words[::-1]
    changed = bind.exec_driver_sql('PRAGMA schema_version').scalar() + 1
    op.execute('PRAGMA writable_schema=ON')
    op.execute(f"UPDATE sqlite_master SET sql = replace(sql, '{old}', '{new}') WHERE type = 'table' AND name = 'reply'")
    op.execute(f'PRAGMA schema_version={changed}')
    op.execute('PRAGMA writable_schema=OFF')
