#!/bin/bash
# README is true: every command in it that asks the daemon gives the output that stands below it.
. "$(dirname "$0")/lib.sh"
need curl jq xmllint zoomsh python3
import_shipped
start_daemon

# tells COMMAND OUTPUT: the command, sent to this test's daemon, prints exactly that.
tells() {
    local command=${1//127.0.0.1:9999/$z} got
    command=${command//http:\/\/127.0.0.1:8080/$h}
    got=$(timeout 20 bash -c "$command" 2>&1)
    got=${got//$z/127.0.0.1:9999}
    same "$2" "${got//$h/http://127.0.0.1:8080}"
}

python3 - "$project/README.md" "$scratch" <<'EXTRACT'
import re, sys

text = open(sys.argv[1], encoding="utf-8").read()
count = 0
for block in re.findall(r"```console\n(.*?)```", text, re.S):
    for case in re.split(r"^\$ ", block, flags=re.M)[1:]:
        command, _, output = case.partition("\n")
        count += 1
        open(f"{sys.argv[2]}/command.{count}", "w", encoding="utf-8").write(command)
        open(f"{sys.argv[2]}/output.{count}", "w", encoding="utf-8").write(output.rstrip("\n"))
open(f"{sys.argv[2]}/count", "w").write(str(count))
EXTRACT

claim "README has queries for every face" test "$(cat "$scratch/count")" -ge 6
for n in $(seq "$(cat "$scratch/count")"); do
    command=$(cat "$scratch/command.$n")
    claim "$command" tells "$command" "$(cat "$scratch/output.$n")"
done
claim "every folder of the source is in the tour" bash -c "
    for module in '$project'/service/*/; do
        name=\$(basename \"\$module\")
        [ -z \"\$(ls \"\$module\")\" ] || grep -q \"\$name/\" '$project/README.md' || { echo \$name; exit 1; }
    done"
finish
