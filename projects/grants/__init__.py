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
- A round may ask for a short concept first: the office reads it when concepts are taken no more, and only who was
  invited writes the full application. Whoever decided about concepts reviews in no blind round.
- A panel is a sitting with an agenda. A team sees its own hour and what was said about itself; those who score read
  marks and minutes without names. The discussion of one application is read by those who scored it and the secretariat.
- The secretariat's list finds words within answers; a sealed application has no words before it is opened.
- Reports and claims are reminded of a week before their day and told when it is over, once for each day; what stays late
  for two weeks is told to the leader.
- Several people may write one draft (`merging`): a page carries fingerprints of what it began from; what one side changed is
  kept, what both changed is refused (409) and chosen with both texts in sight.
- Copies for blind reviewers are made by a task (`domain.cleaning`) after reviewers were assigned; its state is said.
- Who may apply is asked of open violations too (`violations`), each named.
- The round's money is promised in the fund when the leader decides, and never more than is decided.
"""
