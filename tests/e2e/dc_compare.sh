#!/bin/bash
# Dublin Core compared with what LC's own stylesheet makes of the same records.
#
# Claims:
#   - over a sample of the shared corpora, what we say of a record in oai_dc and what LC's
#     MARC21slim2OAIDC.xsl says differ only where a rule of dc_compare_rules.toml explains it: 0
#     statements are left unexplained. The table of both is printed.
#
# OFFPRINT_COMPARE_RECORDS says how many records to take: 6000, or 0 for all of them (minutes).
# Needs xsltproc. Skipped where there is no shared folder with LC's stylesheets (OFFPRINT_SHARED).
here=$(dirname "${BASH_SOURCE[0]}")
. "$here/lib.sh"
. "$here/compare_lib.sh"
compare_with dc MARC21slim2OAIDC.xsl "$here/dc_compare_rules.toml"
finish
