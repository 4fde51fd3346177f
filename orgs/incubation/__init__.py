"""How a neighbourhood's organisations grow: centres, intake, stages, plans, trainings, hubs (F01–F05, F12).

Purpose: a street's centre takes organisations in by rounds or at any time (apply, interview, agreement), looks after them with
a mentor, goals, quarterly reviews, trainings, rooms and help, and sees them graduate or leave. Community groups that are
filed with the street but not registered come in by a shorter way. Hubs look after others.

Notes:
- A stage (idea, start, growth, mature, hub) is a dated record; what it asks for stands in the standards of growth (`Standard`), measured
  from the records. A stage whose criteria are not met needs a reason, which stays on record.
- The centre's staff (secretary, leader of the centre's office or of the street office it is part of) runs the intake; a leader who has no
  part in the organisation decides: offers the agreement, prolongs, graduates, ends it.
- The standards of growth (criteria of stages, sentences of the maturity form) are versions like rule sets: drafted by the keeper of master data
  in the back office, approved by a leader who did not draft them, in force from a day ahead, never changed afterwards; what was judged
  before keeps the version of its day.
- Incubation knows nothing of funds: rounds and contracts tell what somebody won through `others`.
- Plans, meetings, reviews and maturity are read by the body itself, its mentor and the offices; everybody sees who is inside, its stage and how it ended.
"""
