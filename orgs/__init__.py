"""Who there is: people, offices and their departments, communities, organisations in the register.

Purpose: the register of social organisations (M12) and people's roles (parts of M34). An organisation applies with
its unified social credit code; a leader verifies it or returns it with reasons; only a verified organisation with
valid documents may bid (`queries.bid_blockers`). People hold roles in offices and organisations from a day until a
day; who gave them stays on record.

Notes:
- A leader of an office verifies, returns, suspends and reinstates. Four eyes: whoever applied for an organisation or
  belongs to it never decides about it.
- Whoever applies becomes the owner. A known code is not refused outright: the page leads to "ask to join", and the
  owner consents. Where an organisation has no owner, a leader answers.
- What was once verified keeps its public address, also when it is suspended or has withdrawn.
- A suspended organisation cannot withdraw, so that the suspension stays in sight.
- Assessment grades (valid five years) and incubation stages are recorded by officers, never by the organisation. A
  grade is shown, not scored (see the tension noted for public tenders in the law on government procurement).
- A document is told to members thirty days before its last day and again when it has expired; from the day after its
  last day it keeps the organisation from bidding.
- A role is lent for days to another member of the body (docs/decisions/delegation.md): the deputy agrees, the records
  name for whom they act, nobody approves what they or the holder drafted.
- Who has roles in several bodies says in whose name they act (docs/decisions/acting-for.md).
- Rules by role for all rooms are made by the factories in `rules`; they never import models.
"""
