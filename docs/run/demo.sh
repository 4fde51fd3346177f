#!/usr/bin/env bash
# The living demo: environment, database, demo district, static files, worker and web server on loopback.
# `make demo` calls it with PYTHON, VENV, PORT, FRESH, SERVE. Everything it writes is under var/ (and the environment).
set -euo pipefail
cd "$(dirname "$0")/../.."
mkdir -p var
chmod 700 var
began=$SECONDS
step() { printf '· %s (%ss)\n' "$1" $((SECONDS - began)); }
stop() { echo "$1" >&2; exit 1; }

case $PORT in ''|*[!0-9]*) stop "PORT must be a number, for example PORT=8000.";; esac
if [ "${SERVE:-1}" != 0 ] && (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; then
  stop "Something else answers on port $PORT already. Stop it, or choose another: make demo PORT=$((PORT + 1))"
fi

mark=$(cat requirements.txt requirements-dev.txt | cksum | cut -d' ' -f1)
if [ ! -e "$VENV/bin/.run-$mark" ] && [ ! -e "$VENV/bin/.dev-$mark" ]; then
  step "installing the locked packages into $VENV"
  bash docs/run/venv.sh requirements.txt
  touch "$VENV/bin/.run-$mark"
fi
python="$VENV/bin/python"

[ -s var/secrets ] || (umask 077; "$python" -c 'import secrets; print("SECRET_KEY=%s\nSEALING_KEY=%s" % (secrets.token_urlsafe(48), secrets.token_urlsafe(48)))' > var/secrets)
unset DEBUG DJANGO_SETTINGS_MODULE
set -a
. var/secrets
DEMO=1 TASKS=${TASKS:-worker} SITE_URL="http://127.0.0.1:$PORT" ALLOWED_HOSTS=127.0.0.1,localhost EMAIL_URL=${EMAIL_URL:-filemail:///$PWD/var/mail}
VAR_DIR="$PWD/var"
OFFICE_NAME_ZH=柳城街道办事处 OFFICE_NAME_EN="Liucheng Street Office"
set +a

# What the built demo rests on: code, data, texts, packages. Unchanged: nothing is done again.
built=$( (echo "$mark"; find marketplace orgs projects cms search -type f ! -name '*.pyc' ! -name '*.mo' -print0 | LC_ALL=C sort -z | xargs -0 cksum) | cksum | cut -d' ' -f1)
if [ "${FRESH:-}" = 1 ] || [ ! -e var/demo-logins.json ]; then
  rm -rf var/linli.sqlite3* var/media var/pictures var/mail var/demo-logins.json var/demo-built var/demo-clock var/static var/search
fi
if [ "$(cat var/demo-built 2>/dev/null)" != "$built" ]; then
  step "texts"
  $python manage.py translations compile
  step "database"
  $python manage.py migrate --verbosity 0 || stop "The database in var/ does not fit this code: make demo FRESH=1 builds it anew."
  if [ ! -e var/demo-logins.json ]; then
    step "demo district"
    $python manage.py demo build
    step "search index"
    $python manage.py search rebuild
  else
    step "the code has changed since the demo was built; make demo FRESH=1 builds it anew"
  fi
  step "static files"
  $python manage.py collectstatic --noinput --verbosity 0
  echo "$built" > var/demo-built
fi
[ "${SERVE:-1}" = 0 ] && { step "built; not served (SERVE=0)"; exit 0; }

$python manage.py worker & worker=$!
"$VENV/bin/gunicorn" marketplace.wsgi --control-socket "$PWD/var/gunicorn.ctl" --bind "127.0.0.1:$PORT" --workers 2 --threads 4 --limit-request-line 0 --log-level warning & web=$!
trap 'kill $web $worker 2>/dev/null || true; wait' EXIT
trap 'exit 0' INT TERM
$python - "$PORT" "$web" <<'P' || stop "The web server did not start."
import os, sys, time, urllib.request
port, web = sys.argv[1:]
for _ in range(300):
    os.kill(int(web), 0)  # gone: an error here
    try:
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(f"http://127.0.0.1:{port}/healthz", timeout=2)
        break
    except OSError:
        time.sleep(0.1)
else:
    sys.exit(1)
P
step "open http://127.0.0.1:$PORT/  (English: http://127.0.0.1:$PORT/en/)"
$python - <<'P'
import json, unicodedata
def cell(text, width):
    return text + " " * (width - sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text))
rows = [{"role": "role", "email": "e-mail", "password": "password"}, *json.load(open("var/demo-logins.json", encoding="utf-8"))]
print()
for row in rows:
    print(" ", cell(row["role"], 40), cell(row["email"], 26), row["password"])
print("\n  Current one-time codes: /demo/codes/   Stop: Ctrl-C\n", flush=True)
P
wait -n $web $worker
stop "The worker or the web server has ended."
