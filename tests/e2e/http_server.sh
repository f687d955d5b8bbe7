#!/bin/bash
# The HTTP server: methods, CORS, the pages that browsers and monitors ask for by themselves, and
# every limit with its own answer; hostile bytes (http_hostile.py) close their own connection and
# nothing else.
. "$(dirname "$0")/http_lib.sh"
need curl jq python3

import_shipped
start_daemon --config <(printf 'log_level = "debug"\n')

# Pages.
claim "the front page" answers 200 / -H 'Accept: text/html'
claim "says where the faces are" holds "$scratch/body" "$h/records" "$h/oai\?verb=Identify" 'href="/records/precarious-truce'
claim "/robots.txt" answers 200 /robots.txt
claim "/health" answers 200 /health
claim "is ok with nine records" same 'ok 9' "$(json '"\(.status) \(.records)"')"
claim "nothing else is there" problem 404 'nothing at this address \[/nothing\]' /nothing
claim "nor below what is there" problem 404 '\[/health/x\]' /health/x
claim "nor beside it" problem 404 '.' /oai/

# Methods.
while read -r method path status allow; do
    claim "$method $path gives $status" answers "$status" "$path" -X "$method"
    claim "and Allow: $allow" same "${allow//,/, }" "$(header allow)"
done <<'METHODS'
OPTIONS /records 204 GET,HEAD,OPTIONS
OPTIONS /records/precarious-truce 204 GET,HEAD,OPTIONS
OPTIONS /oai 204 GET,HEAD,POST,OPTIONS
POST /records 405 GET,HEAD,OPTIONS
PUT /records/precarious-truce 405 GET,HEAD,OPTIONS
DELETE /oai 405 GET,HEAD,POST,OPTIONS
NONSENSE / 405 GET,HEAD,OPTIONS
METHODS
claim "DELETE of nothing is 404" problem 404 . /nothing -X DELETE
claim "HEAD of a problem has no body" answers 404 /nothing -I
claim "every answer may be read from anywhere" same '*' "$(header access-control-allow-origin)"
claim "with its headers" sh -c "grep -i '^access-control-expose-headers:' '$scratch/head' | grep -q ETag"
answers 204 /oai -X OPTIONS -H 'Origin: https://a.example' -H 'Access-Control-Request-Method: POST' >/dev/null
claim "a preflight is told the methods" same 'GET, HEAD, POST, OPTIONS' "$(header access-control-allow-methods)"

# Addresses that are not text.
claim "a bad percent" problem 400 'two hexadecimal digits' '/records/%zz'
claim "a NUL" problem 400 'control characters' '/records/a%00b'
claim "no UTF-8" problem 400 'not UTF-8' '/records/%ff'
claim "no UTF-8 in a parameter" problem 400 "parameter's value.*UTF-8" '/records?query=%ff'
claim "a NUL in a parameter" problem 400 . '/records?query=a%00b'
claim "a control character in its name" problem 400 "parameter's name" '/records?%01=x'
claim "70 parameters" problem 400 'more than 64' "/records?$(printf 'a=1&%.0s' $(seq 70))"

# Limits.
claim "a target of 9,000 bytes" problem 414 '8,192' "/records?query=$(head -c 9000 /dev/zero | tr '\0' x)"
claim "a target of 8,000 is looked at" problem 404 . "/records/$(head -c 7900 /dev/zero | tr '\0' x)"
head -c 65536 /dev/zero | tr '\0' x >"$scratch/64k"
head -c 70000 /dev/zero | tr '\0' x >"$scratch/70k"
head -c 3000000 /dev/zero | tr '\0' x >"$scratch/3m"
claim "a body of 64 KiB is read" answers 200 /oai --data-binary "@$scratch/64k"
claim "one of 70,000 bytes is not" problem 413 '65536' /oai --data-binary "@$scratch/70k"
claim "nor in chunks" problem 413 '65536' /oai --data-binary "@$scratch/70k" -H 'Transfer-Encoding: chunked'
claim "nor one of 3 MB" problem 413 '65536' /oai --data-binary "@$scratch/3m" -H 'Expect: 100-continue'
claim "a body that is no form" problem 415 'x-www-form-urlencoded' /oai -H 'Content-Type: text/xml' -d '<x/>'
claim "which where no body is read is 405 first" problem 405 'GET, HEAD' /records -H 'Content-Type: text/xml' -d '<x/>'
claim "a body with GET is passed over" answers 200 /records -X GET -d 'query=x'

# Host.
claim "Host makes the addresses" sh -c "curl -s -H 'Host: library.example' '$h/records?limit=1' | jq -e '.next | startswith(\"http://library.example/records?\")'"
claim "one that is not sane does not" sh -c "curl -s -H 'Host: a\"b/../' '$h/records?limit=1' | jq -e '.next | startswith(\"$h/records?\")'"

# Hostile bytes.
claim "hostile bytes hurt nobody else" timeout 120 python3 "$(dirname "$0")/http_hostile.py" "${h#http://}"
claim "the service goes on" answers 200 /health
claim "nothing but its own words in the log" sh -c "! grep -av '^[0-9T:.Z-]* *[a-z]* ' '$scratch/daemon.log'"
stop_daemon
claim "and ends cleanly" same 0 $?

# Elsewhere.
if [ -e /proc/net/if_inet6 ] && grep -q '^0\{31\}1 ' /proc/net/if_inet6; then
    start_daemon --http '[::1]:0'
    six=$(sed -n 's|^http http://\(\[::1\]:[0-9]*\).*|\1|p' "$scratch/daemon.out")
    claim "IPv6 is listened on beside IPv4" curl -sfg -o /dev/null "http://$six/health"
fi
finish
