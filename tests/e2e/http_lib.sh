# Shared by the tests of REST and HTTP: lib.sh, and requests whose answers can be looked at.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# ask PATH [CURL OPTION...]: prints the status; headers go to $scratch/head, the body to
# $scratch/body.
ask() {
    local path=$1
    shift
    : >"$scratch/body"
    curl -sS --max-time 20 -D "$scratch/head.crlf" -o "$scratch/body" -w '%{http_code}' "$@" "$h$path"
    tr -d '\r' <"$scratch/head.crlf" >"$scratch/head"
}

# answers STATUS PATH [CURL OPTION...]
answers() {
    local wanted=$1
    shift
    same "$wanted" "$(ask "$@")"
}

# header NAME: its value in the last answer.
header() {
    sed -n "s/^$1: //Ip" "$scratch/head"
}

# problem STATUS PATTERN PATH [CURL OPTION...]: problem+json with that status; its detail matches.
problem() {
    local status=$1 pattern=$2
    shift 2
    answers "$status" "$@" &&
        same application/problem+json "$(header content-type)" &&
        same "$status" "$(jq -r .status "$scratch/body")" &&
        jq -r '.detail + " [" + (.value // "") + "]"' "$scratch/body" >"$scratch/detail" &&
        holds "$scratch/detail" "$pattern"
}

# claim_valid TEXT SCHEMA FILE: claims it where the schemas are at hand.
claim_valid() {
    [ -d "$shared/schemas" ] || return 0
    XML_CATALOG_FILES=$shared/schemas/catalog.xml claim "$1" valid "$2" "$3"
}

# json FILTER: jq's answer about the last body.
json() {
    jq -r "$1" "$scratch/body"
}
