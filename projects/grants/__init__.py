"""Venture philanthropy: rounds from the call to the published result (M10).

Purpose: an editor drafts a round with its form, a leader publishes it, organisations apply, a secretary screens,
reviewers who know nothing of each other score, a leader decides, the result is public and may be objected to.

Notes:
- A form is data with versions. What is in use never changes: a change makes the next version, and an application
  keeps the version it was begun with.
- A draft lies encrypted (`core.envelopes`). In a sealed round what is handed in goes into an envelope under the round's
  own key, as a bid does; nobody reads it, and nobody counts it, before the deadline.
- In a blind round reviewers see a mark instead of the applicant, texts without its names, files without their
  properties (`blind`). What cannot be taken out (the inside of a PDF, a picture) is told to reviewers and applicants.
- No score is thrown away. Spread and outliers are shown to whoever proposes and decides.
- The round's money is promised in the fund when the leader decides, and never more than is decided.
"""
