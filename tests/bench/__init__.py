"""`make bench`: figures as ratios within one run, so that they mean the same on any machine.

A room's figures stand in its `bench.py`: `BENCHES`, functions without arguments that return one figure or several,
each `{"name", "value", "goal", "better": "higher"|"lower", "ok", "note"}`. They start with a migrated, empty database
(SQLite, or PostgreSQL with TEST_DATABASE=postgres) and may make a scratch one of their own. What belongs to no room
stands beside this file in modules with `BENCHES`.
"""
