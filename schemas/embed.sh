#!/bin/sh
# embed.sh NAME FILE: writes FILE as a C array, NAME_data, and its length, NAME_length.
set -eu
printf '#include <stddef.h>\n'
printf 'extern const unsigned char %s_data[];\nextern const size_t %s_length;\n' "$1" "$1"
printf 'const unsigned char %s_data[] = {\n' "$1"
od -An -v -tx1 "$2" | sed 's/ \([0-9a-f][0-9a-f]\)/0x\1,/g'
printf '0};\nconst size_t %s_length = sizeof %s_data - 1;\n' "$1" "$1"
