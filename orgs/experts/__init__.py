"""Experts and mentors: who may be asked to judge, to advise, to look after a young organisation (F06).

Purpose: one roster for calls, rounds and incubation alike, with fields, unit, former employers, declared ties, days
away, load and appraisal. A room that seats somebody asks `queries.available`, `queries.loads` and
`conflicts.conflict_map`; what it knows itself (who sits where, who mentors whom) it tells through `others`.

Notes:
- Theory or practice is the source's own distinction (F06); fields, availability and conflicts are ours.
- Somebody is entered by the evaluation secretary or offers themselves; another leader admits (four eyes).
- A conflict is found from records (memberships, unit, employers of the last three years) or declared (a relative, a
  seat on the board, a stake). A declared tie is ended, never removed.
- The roster is read by people of the offices; an expert reads their own entry, without the appraisals' authors. The public sees no
  names: who evaluates is secret until the result.
- Entries, employers and ties are personal data; erasure blanks what was typed and keeps which organisations were meant.
"""
