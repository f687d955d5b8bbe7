#!/bin/bash
# The shipped records are sound MARC, and say the same thing wherever they say it twice.
#
# Claims, about every file in records/:
#   - it validates against MARC21slim.xsd, is UTF-8 in NFC, with at most one one-line comment;
#   - MARC::Lint, which is not ours, finds nothing that is not listed and explained below;
#   - 001 is the file's name, 003 and 040 the repository's, 856 the record's own page;
#   - the leader says book or component part, 006, 008 have their 18 and 40 characters;
#   - a 7XX $w names a record that is here: a part's 773 its host, a host's 774 its parts, and
#     both ways: no part is left out of the host, and none of its 774 is left alone;
#   - a part's title is the same in its own 245, in the host's 505 and in the host's 774, in the
#     same order; its place in the book is the same in its own 773 $g and in the host's 774 $g;
#   - the parts' 773 names the host by the host's own title, imprint, and year;
#   - nothing is claimed that is not known: only chapter 6 has pages, 211-256, only the paperback's
#     776 has an ISBN, and nothing has another standard number.
#
# Needs perl with MARC::Lint and MARC::File::XML, and xmllint. Exits 0 when all of it holds, 1 when
# something does not, 77 when all else holds but there is no schema to validate against.
# OFFPRINT_SHARED names the folder that has schemas/; OFFPRINT_RECORDS another folder to read.

set -u

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$here/../.." && pwd)
records=${OFFPRINT_RECORDS:-$repository/records}
schemas=${OFFPRINT_SHARED:-$repository/../shared}/schemas
schema=$schemas/marcxml/MARC21slim.xsd

# Warnings of MARC::Lint that are expected, one a line: file name | warning | why it is right all
# the same. One that no longer appears is itself a failure. There are none with MARC::Lint 1.53.
expected_warnings() {
    cat <<'EXPECTED'
EXPECTED
}

validate() {
    command -v xmllint >/dev/null || { echo "FAIL xmllint is not installed"; return 1; }
    [ -r "$schema" ] || { echo "SKIP no schema at $schema"; return 77; }
    XML_CATALOG_FILES=$schemas/catalog.xml \
        xmllint --nonet --noout --schema "$schema" "$records"/*.xml 2>&1 |
        sed '/ validates$/d; s/^/FAIL schema: /'
    return "${PIPESTATUS[0]}"
}

check_content() {
    EXPECTED=$(expected_warnings) perl - "$records" <<'PERL'
use strict;
use warnings;
use utf8;
use Encode qw(decode FB_CROAK);
use MARC::File::XML (BinaryEncoding => 'utf8', RecordFormat => 'MARC21');
use MARC::Lint;
use MARC::Record;
use Unicode::Normalize qw(NFC);

binmode STDOUT, ':encoding(UTF-8)';

my $repository  = 'offprint.localhost';
my $host_id     = 'precarious-truce';
my $paged_id    = 'precarious-truce-6';
my @part_ids    = map { "$host_id-$_" } 'introduction', 1 .. 6, 'conclusions';
my ($first_page, $last_page) = (211, 256);
my $folder      = shift @ARGV;
my $failures    = 0;
my %text;
my %record;

sub fail { my ($where, $what) = @_; $failures++; print "FAIL $where: $what\n"; return }

sub same {
    my ($where, $what, $got, $wanted) = @_;
    $got = 'nothing' unless defined $got;
    fail($where, "$what is \"$got\", not \"$wanted\"") if $got ne $wanted;
    return;
}

sub control {
    my ($id, $tag) = @_;
    my $field = $record{$id}->field($tag);
    return $field ? $field->data : undef;
}

sub indicators { my $field = shift; return $field->indicator(1) . $field->indicator(2) }

sub subfield { my ($id, $tag, $code) = @_; return scalar $record{$id}->subfield($tag, $code) }

# ISBD punctuation between areas, and the case it asks for, are no part of a title.
sub bare_title { my $t = shift; $t =~ s{\s*(?:--|[/.])\s*\z}{}; return $t }
sub fold { my $t = lc bare_title(shift); $t =~ tr/–/-/; return $t }

sub own_title {
    my $id = shift;
    return bare_title(join ' ', map { $_->[1] }
                      grep { $_->[0] =~ /[ab]/ } $record{$id}->field('245')->subfields);
}

sub linked_id {
    my ($where, $field) = @_;
    my ($id) = ($field->subfield('w') // '') =~ /\A\(\Q$repository\E\)(.+)\z/;
    fail($where, $field->tag . ' $w does not name a record of this repository') unless $id;
    fail($where, $field->tag . " \$w names $id, which is not here") if $id && !$record{$id};
    return $id // '';
}

sub load_records {
    for my $path (glob "'$folder/*.xml'") {
        my ($id) = $path =~ m{([^/]+)\.xml\z};
        open my $file, '<:raw', $path or die "$path: $!\n";
        my $bytes = do { local $/; <$file> };
        $text{$id} = eval { decode('UTF-8', $bytes, FB_CROAK | Encode::LEAVE_SRC) };
        fail($id, 'is not UTF-8') unless defined $text{$id};
        $record{$id} = eval { MARC::Record->new_from_xml($bytes, 'UTF-8', 'MARC21') };
        fail($id, "cannot be read: $@") unless $record{$id};
    }
    same('records', 'the list', join(' ', sort keys %record), join(' ', sort $host_id, @part_ids));
    return;
}

sub check_file {
    my $id = shift;
    my @comments = $text{$id} =~ /<!--(.*?)-->/gs;

    fail($id, 'is not NFC') if $text{$id} ne NFC($text{$id});
    fail($id, 'has a tab or a carriage return') if $text{$id} =~ /[\t\r]/;
    fail($id, 'has trailing blanks') if $text{$id} =~ /[ ]$/m;
    fail($id, 'has more than one line of comment') if @comments > 1 || "@comments" =~ /\n/;
    fail($id, 'begins otherwise than a record in UTF-8') if $text{$id} !~ m{
        \A<\?xml\ version="1.0"\ encoding="UTF-8"\?>\n
        (?:<!--.*-->\n)?
        <record\ xmlns="http://www.loc.gov/MARC21/slim">\n}x;
    return;
}

sub check_lint {
    my %why;
    for (grep { /\S/ } split /\n/, $ENV{EXPECTED}) {
        my ($id, $warning, $reason) = split /\s*\|\s*/, $_, 3;
        fail($id, "the expected warning \"$warning\" has no reason") unless $reason;
        $why{"$id: $warning"} = $reason;
    }
    for my $id (sort keys %record) {
        my $lint = MARC::Lint->new;
        $lint->check_record($record{$id});
        for ($lint->warnings) {
            next if delete $why{"$id: $_"};
            fail($id, "MARC::Lint: $_");
        }
    }
    fail('expected warnings', "never given: $_") for sort keys %why;
    return;
}

sub check_completeness {
    my $id = shift;
    my @needed = qw(008 040 100 245 264 336 337 338 856);
    my @missing = grep { !$record{$id}->field($_) } @needed, $id eq $host_id ? qw(505 776) : ();

    fail($id, "has no @missing") if @missing;
    return;
}

sub check_identity {
    my $id = shift;
    my @fields = $record{$id}->fields;
    my @tags = map { $_->tag } @fields;

    same($id, '001', control($id, '001'), $id);
    same($id, '003', control($id, '003'), $repository);
    same($id, "040 \$$_", subfield($id, '040', $_), $repository) for qw(a c);
    same($id, '856 indicators', indicators($record{$id}->field('856')), '42');
    same($id, '856 $u', subfield($id, '856', 'u'), "http://$repository:8080/records/$id");
    same($id, 'length of 008', length(control($id, '008') // ''), 40);
    same($id, 'order of the tags', "@tags", join ' ', sort @tags);
    return;
}

sub check_kind {
    my $id = shift;
    my $is_host = $id eq $host_id;

    # 07: monograph, or component of one. 18: ISBD. 19 tells of sets in many volumes: neither is.
    same($id, 'leader', $record{$id}->leader =~ s/\A\d{5}(.{7})\d{5}/00000${1}00000/r,
         $is_host ? '00000nam a2200000 i 4500' : '00000naa a2200000 i 4500');
    same($id, '008/23, the form', substr(control($id, '008'), 23, 1), $is_host ? ' ' : 'o');
    same($id, '007/00-01', substr(control($id, '007') // '', 0, 2), $is_host ? 'ta' : 'cr');
    same($id, 'length of 006', length(control($id, '006') // ''), $is_host ? 0 : 18);
    same($id, 'number of 773', scalar(() = $record{$id}->field('773')), $is_host ? 0 : 2);
    same($id, 'number of 774', scalar(() = $record{$id}->field('774')),
         $is_host ? scalar @part_ids : 0);
    same($id, '506 $f', subfield($id, '506', 'f') // 'nothing',
         $is_host ? 'nothing' : 'Restricted access');
    return;
}

# What we do not know we do not say.
sub check_restraint {
    my $id = shift;

    for my $field ($record{$id}->fields) {
        my $tag = $field->tag;
        my $isbn_may_be_here = $id eq $host_id && $tag eq '776';

        fail($id, "has a $tag: no standard number is known") if $tag =~ /\A0(?:1|2|3[05])/;
        next if $tag < 10;
        for ($field->subfields) {
            my ($code, $data) = @$_;
            fail($id, "$tag \$$code is a standard number: $data")
                if $tag =~ /\A7[678]/ && $code =~ /[xyzo]/ && !$isbn_may_be_here;
            fail($id, "$tag \$$code has a DOI or an ISBN: $data")
                if $data =~ m{\b10\.\d{4,}/|\b97[89][- \d]{10,}} && !$isbn_may_be_here;
            next if $id eq $paged_id || $tag eq '776';
            next if $tag eq '774' && linked_id($id, $field) eq $paged_id;
            fail($id, "$tag \$$code has pages: $data")
                if $data =~ /\b(?:pages?|pp?\.|extent)[ :]*\d|<\d/;
        }
    }
    return;
}

sub check_pages {
    my $range = "$first_page-$last_page";
    my ($readable, $coded) = $record{$paged_id}->field('773');

    same($paged_id, '300 $a', subfield($paged_id, '300', 'a'), "1 online resource (pages $range)");
    same($paged_id, 'first 773 $g', $readable->subfield('g'), "Chapter 6, pages $range");
    same($paged_id, 'first 773 $q', $readable->subfield('q'), "6<$first_page");
    same($paged_id, 'second 773', join(' ', map { $_->[1] } $coded->subfields),
         "year:1977 pages:$range extent:" . ($last_page - $first_page + 1));
    return;
}

# The host, as its parts name it.
sub check_part {
    my $id = shift;
    my ($readable, $coded) = $record{$id}->field('773');
    my ($place, $name, $year) = map { subfield($host_id, '264', $_) } qw(a b c);
    my $sequence = ($readable->subfield('g') // '') =~ /\AChapter (\d+)/ ? $1 : undef;

    $year =~ s/\.\z//;
    same($id, 'the first 773', indicators($readable), '0 ');
    same($id, 'the second 773', indicators($coded), '18');
    same($id, '773 $w', linked_id($id, $readable), $host_id);
    same($id, '773 $7', $readable->subfield('7'), 'nnam'); # and nothing else: Zotero asks for it
    same($id, '773 $t', fold($readable->subfield('t')), fold(own_title($host_id)));
    fail($id, '773 $t is not ASCII') if $readable->subfield('t') =~ /[^ -~]/;
    same($id, '773 $d', $readable->subfield('d'), "$place $name $year");
    same($id, '773 $q', ($readable->subfield('q') // 'nothing') =~ s/<.*//r,
         $sequence // 'nothing');
    same($id, '773 $g', ($coded->subfield('g'))[0], "year:$year");
    same($id, '264', map { $record{$_}->field('264')->as_string } $id, $host_id);
    return;
}

# The parts, as their host names them.
sub check_contents {
    my @listed = map { bare_title($_) } $record{$host_id}->field('505')->subfield('t');
    my @numbers = $record{$host_id}->field('505')->subfield('g');
    my @links = $record{$host_id}->field('774');

    same($host_id, '774, in order', join(' ', map { linked_id($host_id, $_) } @links), "@part_ids");
    same($host_id, '505 $t', join(' | ', @listed), join ' | ', map { own_title($_) } @part_ids);
    same($host_id, '505 $g', "@numbers", '1. 2. 3. 4. 5. 6.');
    for my $link (@links) {
        my $id = linked_id($host_id, $link);
        my $part = $record{$id} or next;
        same($host_id, "774 \$t of $id", $link->subfield('t'), own_title($id));
        same($host_id, "774 \$g of $id", $link->subfield('g'), scalar $part->subfield('773', 'g'));
        same($host_id, "774 \$7 of $id", $link->subfield('7'), 'nnaa');
        same($host_id, "774 of $id", indicators($link), '08');
    }
    return;
}

sub check_reissue {
    my $isbn = subfield($host_id, '776', 'z') // '';
    my $sum = 0;
    my $weight = 1;

    same($host_id, '776 $z', $isbn, '9780521086899');
    for (split //, $isbn) { $sum += $weight * $_; $weight = 4 - $weight; }
    fail($host_id, '776 $z has a wrong check digit') if $sum % 10;
    fail($host_id, '776 $i does not say how it is related') unless subfield($host_id, '776', 'i');
    return;
}

load_records();
exit 1 if $failures; # the rest speaks of records that must be there
check_lint();
check_completeness($_) for sort keys %record;
exit 1 if $failures;
for my $id (sort keys %record) {
    check_file($id);
    check_identity($id);
    check_kind($id);
    check_restraint($id);
}
exit 1 if $failures; # links are compared only between records of the right shape
check_part($_) for @part_ids;
check_pages();
check_contents();
check_reissue();
exit($failures ? 1 : 0);
PERL
}

content=0
check_content || content=1
schema_status=0
validate || schema_status=$?

[ "$content" -eq 0 ] || exit 1
case $schema_status in
    0) echo "ok: $(ls "$records"/*.xml | wc -l) records" ;;
    77) exit 77 ;;
    *) exit 1 ;;
esac
