#!/usr/bin/env bash
# The living demo: environment, database, demo district, static files, worker and web server on loopback.
set -euo pipefail
cd "$(dirname "$0")/../.."
mkdir -p var
chmod 700 var
began=$SECONDS
step() { printf '· %s (%ss)\n' "$1" $((SECONDS - began)); }

mark=$(cat requirements.txt requirements-dev.txt | cksum | cut -d' ' -f1)
stamp="$VENV/.run-$mark"
if [ ! -e "$stamp" ] && ! ls "$VENV"/bin/.dev-* >/dev/null 2>&1; then
  step "installing the locked packages"
  bash docs/run/venv.sh requirements.txt
  touch "$stamp"
fi
[ -s var/secrets ] || (umask 077; "$VENV/bin/python" -c 'import secrets; print("SECRET_KEY=%s\nSEALING_KEY=%s" % (secrets.token_urlsafe(48), secrets.token_urlsafe(48)))' > var/secrets)
set -a
. var/secrets
DEMO=1 TASKS=${TASKS:-worker} SITE_URL="http://127.0.0.1:$PORT" ALLOWED_HOSTS=127.0.0.1,localhost EMAIL_URL=${EMAIL_URL:-filemail:///$PWD/var/mail}
unset DEBUG
set +a
python="$VENV/bin/python"

built=$(git ls-files -s -- '*.py' '*.csv' '*.json' '*.geojson' 2>/dev/null | cksum | cut -d' ' -f1 || true)
if [ "${FRESH:-}" = 1 ] || [ ! -e var/demo-logins.json ]; then
  rm -rf var/linli.sqlite3* var/media var/pictures var/mail var/demo-logins.json var/static
fi
step "texts"
$python manage.py translations compile >/dev/null
if [ ! -e var/demo-logins.json ]; then
  step "database"
  $python manage.py migrate --verbosity 0
  step "demo district"
  $python manage.py demo build
else
  $python manage.py migrate --verbosity 0
fi
step "static files"
$python manage.py collectstatic --noinput --verbosity 0
echo "$built" > var/demo-built
[ "${SERVE:-1}" = 0 ] && { step "built; not served (SERVE=0)"; exit 0; }

$python manage.py worker & worker=$!
"$VENV/bin/gunicorn" marketplace.wsgi --control-socket "$PWD/var/gunicorn.ctl" --bind "127.0.0.1:$PORT" --workers 2 --threads 4 --log-level warning & web=$!
trap 'kill $web $worker 2>/dev/null; wait 2>/dev/null' EXIT INT TERM
for _ in $(seq 100); do
  $python -c "import urllib.request as u; u.urlopen('http://127.0.0.1:$PORT/healthz', timeout=1)" 2>/dev/null && break
  sleep 0.2
done
step "open http://127.0.0.1:$PORT/  (English: http://127.0.0.1:$PORT/en/)"
$python - <<'P'
import json
rows = json.load(open("var/demo-logins.json", encoding="utf-8"))
print(f"\n  {'role':<34} {'e-mail':<34} password")
for row in rows:
    print(f"  {row['role']:<34} {row['email']:<34} {row['password']}")
print("\n  Current one-time codes: /demo/codes/   Stop: Ctrl-C\n")
P
wait -n $web $worker
