"""What all figures share: the bare view, requests through whole handlers, interleaved timing, the row of a figure."""

import io
from http.cookies import SimpleCookie
from statistics import median
from time import perf_counter

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpResponse
from django.template import engines
from django.test import override_settings
from django.urls import path

# What `startproject` gives: the stack that any Django page goes through.
PLAIN_STACK = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
HEAD = "<!doctype html><html lang=zh-Hans><head><meta charset=utf-8><title>{{ title }}</title></head><body><h1>{{ title }}</h1><table>"
ROW = '{% for row in rows %}<tr class="{% cycle "odd" "even" %}"><td>{{ forloop.counter }}</td><td><a href="/x/{{ row.key }}/">{{ row.name }}</a></td><td>{{ row.when }}</td><td>{{ row.sum }}</td><td>{% if row.open %}<b>{{ row.state }}</b>{% else %}{{ row.state }}{% endif %}</td></tr>\n{% endfor %}</table></body></html>'
_pages = {}


def _template(kind):
    """Pages of 20 kB: "rows" is a plain table drawn from variables; "text" has none but the title."""
    if kind not in _pages:
        source = HEAD + (ROW if kind == "rows" else "<tr><td>20 kB of text as it stands</td></tr>" * 480 + "</table></body></html>")  # fmt: skip
        _pages[kind] = engines["django"].from_string(source)
    return _pages[kind]


def bare(request, kind):
    """A view without a query: 20 kB."""
    rows = [
        {"key": str(n), "name": "A plain row of a plain list", "when": "2026-01-01 09:00", "sum": "1,234.50", "open": n % 3, "state": "state"}
        for n in range(132)
    ]  # fmt: skip
    return HttpResponse(_template(kind).render({"title": "Bare", "rows": rows}, request))


urlpatterns = [path("bare/<str:kind>/", bare)]


class _BareRequest(WSGIRequest):
    urlconf = __name__


class _BareHandler(WSGIHandler):
    request_class = _BareRequest


def bare_handler():
    """The bare view behind Django's default middleware."""
    with override_settings(MIDDLEWARE=PLAIN_STACK):
        return _BareHandler()


def portal_handler():
    """The portal behind the middleware that production uses."""
    return WSGIHandler()


def environ(url, cookies=None):
    path, _sep, query = url.partition("?")
    return {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "testserver", "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "testserver", "REMOTE_ADDR": "127.0.0.1", "wsgi.version": (1, 0), "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(), "wsgi.errors": io.StringIO(), "HTTP_COOKIE": SimpleCookie(cookies or {}).output(header="", sep=";").strip(),
    }  # fmt: skip


def ask(handler, url, cookies=None) -> tuple[bytes, float]:
    """One request as a web server makes it; (body, seconds). Anything but 200 is an error."""
    env, status = environ(url, cookies), []
    began = perf_counter()
    response = handler(env, lambda code, headers: status.append(code))
    body = b"".join(response)
    response.close()
    took = perf_counter() - began
    if not status[0].startswith("200"):
        raise RuntimeError(f"{url}: {status[0]}")
    return body, took


def interleaved(jobs: dict, rounds: int) -> dict:
    """{name: median seconds}; the jobs take turns, so that what else the machine does meets all alike."""
    for job in jobs.values():
        for _warm in range(3):
            job()
    times = {name: [] for name in jobs}
    for _round in range(rounds):
        for name, job in jobs.items():
            times[name].append(job()[1])
    return {name: median(found) for name, found in times.items()}


def session_of(user) -> dict:
    """The cookies of a person who has logged in."""
    from django.test import Client

    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


def figure(name, value, goal, better, note) -> dict:
    ok = value >= goal if better == "higher" else value <= goal
    return {"name": name, "value": value, "goal": goal, "better": better, "ok": bool(ok), "note": note}
