"""The clock keeps when it looks next, beside what it looks at: what was told or refused is not read again each minute"""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0012'


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


def downgrade() -> None:
    """What was told already is told once more."""
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
