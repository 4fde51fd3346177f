"""The run behind `deadline`: a process of its own, on a PostgreSQL of its own. Prints one line of JSON."""

import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import django

IN_TIME, AFTER, WINDOW, LAST_GAP = 1000, 50, 60, 2
HANDS = 48  # requests on their way at once, at most
TOKEN = "b" * 32
REFUSED = (409, 422)  # the wrong moment; a requirement that fails, such as the deadline


def prepare():
    """A published call, a bidder each with a written draft and a session. Rows: how drafts come about is not measured."""
    from django.conf import settings
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session

    from marketplace.core import clock
    from marketplace.tenders import bidding, envelopes
    from marketplace.tenders.models import Bid
    from orgs.models import Membership, Organisation, OrganisationDocument, User
    from tests.marketplace.tenders.builders import content_for, make_street, open_call

    street = make_street(organisations=0)
    call = open_call(street)
    now, count = clock.now(), IN_TIME + AFTER
    organisations = Organisation.objects.bulk_create(
        Organisation(
            code=f"D{n:05d}", uscc=f"D{n:017d}", name_zh=f"组织{n}", name_en=f"Organisation {n}", legal_form="PRIVATE_NON_ENTERPRISE",
            org_class="public_service", founded=now.date() - timedelta(days=3000), state="verified", verified_at=now,
        )
        for n in range(count)
    )  # fmt: skip
    OrganisationDocument.objects.bulk_create(
        OrganisationDocument(organisation=o, kind="REGISTRATION", added_at=now) for o in organisations
    )
    users = User.objects.bulk_create(
        User(email=f"d{n}@bench.example", name=f"d{n}", password="!") for n in range(count)
    )
    Membership.objects.bulk_create(
        Membership(user=u, organisation=o, role="BID_WRITER", valid_from=now.date(), granted_at=now)
        for u, o in zip(users, organisations, strict=True)
    )
    sessions, bids = [], []
    for n, (user, organisation) in enumerate(zip(users, organisations, strict=True)):
        data = {"_auth_user_id": str(user.pk), "_auth_user_backend": "django.contrib.auth.backends.ModelBackend", "_auth_user_hash": user.get_session_auth_hash()}  # fmt: skip
        sessions.append(
            Session(
                session_key=f"bench{n:027d}",
                session_data=SessionStore().encode(data),
                expire_date=now + timedelta(days=1),
            )
        )
        code = f"{n:032x}"
        draft = {**content_for(call, text=f"marker {n}"), "v": bidding.VERSION, "files": []}
        bids.append(
            Bid(call=call, organisation=organisation, code=code, writer=user, state="draft", draft=envelopes.lock_draft(code, draft), draft_saved_at=now)
        )  # fmt: skip
    Session.objects.bulk_create(sessions)
    Bid.objects.bulk_create(bids)
    return call, settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME


def serve():
    """Two web workers with production's settings behind a proxy that speaks TLS; (process, port)."""
    from django.conf import settings
    from django.db import connection

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base = settings.DATABASES["default"]
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "marketplace.settings", "TASKS": "worker", "BEHIND_PROXY": "1", "SITE_URL": f"https://127.0.0.1:{port}",
        "SECURE_COOKIES": "1", "EMAIL_URL": "dummymail://", "PAGE_CACHE_SECONDS": "60",
        "DATABASE_URL": f"postgres://postgres@{base['HOST']}:{base['PORT']}/{connection.settings_dict['NAME']}",
    }  # fmt: skip
    subprocess.run([sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"], env=env, check=True, stdout=sys.stderr)  # fmt: skip
    log = Path(settings.VAR_DIR, "gunicorn.log").open("w")  # noqa: SIM115 (the workers write it until they end)
    web = subprocess.Popen(
        [Path(sys.executable).with_name("gunicorn"), "marketplace.wsgi", "--control-socket", str(settings.VAR_DIR / "g.ctl"),
         "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4", "--backlog", "2048"],
        env=env, stdout=log, stderr=log,
    )  # fmt: skip
    for _ in range(600):
        try:
            _request(port, "GET", "/healthz", {})
            return web, port
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the web workers did not start")


def _request(port, method, path, headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request(
        method, path, body=b"" if method == "POST" else None, headers={"X-Forwarded-Proto": "https"} | headers
    )
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status


def load(port, deadline, session_cookie, csrf_cookie):
    """Everybody presses the button at a moment of their own; [(status, sent at, seconds)] by bidder."""
    results = [None] * (IN_TIME + AFTER)
    begin = deadline - WINDOW

    def submit(n):
        due = begin + (WINDOW - LAST_GAP) * n / IN_TIME if n < IN_TIME else deadline + 0.02 + 3 * (n - IN_TIME) / AFTER
        time.sleep(max(0.0, due - time.time()))
        headers = {
            "Cookie": f"{session_cookie}=bench{n:027d}; {csrf_cookie}={TOKEN}", "X-CSRFToken": TOKEN,
            "Origin": f"https://127.0.0.1:{port}", "Referer": f"https://127.0.0.1:{port}/", "Content-Length": "0",
        }  # fmt: skip
        sent = time.time()
        try:
            status = _request(port, "POST", f"/calls/bids/{n:032x}/check/", headers)
        except OSError:
            status = 0
        results[n] = (status, sent, time.time() - sent)

    with ThreadPoolExecutor(HANDS) as pool:
        list(pool.map(submit, range(len(results))))
    return results


def check(call, deadline, results) -> dict:
    """What the database and the storage say afterwards."""
    from marketplace.tenders import envelopes
    from marketplace.tenders.models import SealedSubmission

    rows = {int(r.bid.code, 16): r for r in SealedSubmission.objects.select_related("bid")}
    identity = envelopes.opening_identity(call)
    opened = 0
    for n, row in rows.items():
        content = envelopes.unseal(row.path, row.sha256, identity).content
        opened += f'"marker {n}"' in json.dumps(content, ensure_ascii=False) and row.bid.state == "sealed"
    accepted = {n for n, (status, _sent, _took) in enumerate(results) if status == 302}
    in_time = [n for n, (_status, sent, _took) in enumerate(results) if sent <= deadline]
    took = sorted(seconds for _status, _sent, seconds in results)
    return {
        "in_time": len(in_time),
        "after": len(results) - len(in_time),
        "last_gap": deadline - max(results[n][1] for n in in_time),
        "lost": len(accepted ^ set(rows)) + len(rows) - opened,
        "late_accepted": sum(row.received_at.timestamp() > deadline for row in rows.values())
        + len(accepted - set(in_time)),
        "in_time_refused": sum(results[n][0] in REFUSED for n in in_time),
        "errors": sum(status != 302 and status not in REFUSED for status, _sent, _took in results),
        "opened": opened,
        "p50": took[len(took) // 2],
        "p95": took[len(took) * 95 // 100],
        "longest": took[-1],
    }


def main():
    django.setup()
    from django.conf import settings
    from django.db import connections
    from django.utils import timezone

    from marketplace.tenders.models import Call
    from tests.support import database

    keeper = database.keeper()
    keeper.prepare()
    web = None
    try:
        call, session_cookie, csrf_cookie = prepare()
        web, port = serve()
        for _warm in range(8):
            _request(port, "GET", "/calls/", {})
        moment = timezone.now() + timedelta(seconds=WINDOW + 2)
        Call.objects.filter(pk=call.pk).update(deadline=moment)
        results = load(port, moment.timestamp(), session_cookie, csrf_cookie)
        web.terminate()
        web.wait()
        print(json.dumps(check(call, moment.timestamp(), results)))
    finally:
        if web is not None and web.poll() is None:
            web.kill()
        print(Path(settings.VAR_DIR, "gunicorn.log").read_text()[-2000:] if web else "", file=sys.stderr)
        connections.close_all()
        keeper.drop()
        shutil.rmtree(settings.VAR_DIR, ignore_errors=True)


if __name__ == "__main__":
    threading.stack_size(512 * 1024)
    main()
