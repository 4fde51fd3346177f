"""Who reviews what: by field, evenly, never where there is a conflict. A pure function on keys.

The algorithm is greedy with repair. Applications with the fewest possible reviewers come first; each takes the people
of its field who are below the even share, then others below it, then whoever has least. Then loads are evened out: as
long as two loads differ by more than one, a chain of hand-overs from the fuller to the emptier person is looked for
(breadth first: a gives an application to b, b another one to c), and carried out. When no chain is left, the loads are
as even as the conflicts allow: a flow of reviews through people that cannot be improved.
"""

from collections import defaultdict, deque


class Short(Exception):
    """An application has fewer possible reviewers than it needs: `task`, `found`, `wanted`."""

    def __init__(self, task, found, wanted):
        super().__init__(task)
        self.task, self.found, self.wanted = task, found, wanted


def assign(possible: dict, fits: dict, wanted: int, loads: dict | None = None, taken: dict | None = None) -> dict:
    """{task: [people]}.

    possible: {task: people without a conflict}; fits: {task: those of them whose field it is}; wanted: people a task;
    loads: reviews that people have besides, so that whoever has more gets less; taken: {task: people who stand already}.

    Raises:
        Short: some task cannot have as many people as wanted.
    """
    people = sorted({person for able in possible.values() for person in able})
    load = {person: (loads or {}).get(person, 0) for person in people}
    given: dict = {task: set((taken or {}).get(task, ())) for task in possible}
    fixed = {task: set(kept) for task, kept in given.items()}
    if not people and possible:
        task = next(iter(possible))
        raise Short(task, 0, wanted)
    share = -(-(sum(load.values()) + sum(wanted - len(kept) for kept in given.values())) // max(len(people), 1))
    for task in sorted(possible, key=lambda t: (len(possible[t]), str(t))):
        able = possible[task] - given[task]
        need = wanted - len(given[task])
        if len(able) < need:
            raise Short(task, len(able) + len(given[task]), wanted)
        mine = fits.get(task, set())
        order = sorted(able, key=lambda p: (load[p] >= share, p not in mine, load[p], p))
        for person in order[:need]:
            given[task].add(person)
            load[person] += 1
    _even_out(given, fixed, possible, load)
    return {task: sorted(chosen - fixed[task]) for task, chosen in given.items()}


def _even_out(given, fixed, possible, load):
    held = defaultdict(set)
    for task, chosen in given.items():
        for person in chosen - fixed[task]:
            held[person].add(task)
    people = sorted(load)
    while True:
        chain = None
        for full in sorted(people, key=lambda p: -load[p]):
            chain = _chain(full, held, given, possible, load)
            if chain:
                break
        if not chain:
            return
        for giver, task, taker in chain:
            given[task].remove(giver)
            given[task].add(taker)
            held[giver].discard(task)
            held[taker].add(task)
        load[chain[0][0]] -= 1
        load[chain[-1][2]] += 1


def _chain(full, held, given, possible, load):
    """The shortest chain of hand-overs from `full` to somebody who has at least two less; None: there is none."""
    if min(load.values()) + 2 > load[full]:
        return None
    came, waiting = {full: None}, deque([full])
    while waiting:
        giver = waiting.popleft()
        for task in held[giver]:
            for taker in possible[task] - given[task]:
                if taker in came:
                    continue
                came[taker] = (giver, task)
                if load[taker] + 2 <= load[full]:
                    return _walked(came, taker)
                waiting.append(taker)
    return None


def _walked(came, person):
    steps = []
    while came[person]:
        giver, task = came[person]
        steps.append((giver, task, person))
        person = giver
    return steps[::-1]
