#!/usr/bin/perl
# marc_formats.pl MARC8 JSON: are the records of a file in MARC-8, as MARC::Record and MARC::Charset
# read them, those of a file of MARC-in-JSON, as MARC::File::MiJ reads them? Compares leader, tags,
# indicators and every value in NFC, references resolved; 066 says how a record was written. Prints
# each difference and, at the end, how many records and fields there were.
#
# A mark on a space is left out of the comparison: MARC::Charset drops it, or moves it to the letter
# behind the space.
use strict;
use warnings;
use Encode ();
use MARC::Charset qw(marc8_to_utf8);
use MARC::File::MiJ;
use MARC::File::USMARC;
use Unicode::Normalize qw(NFC);

binmode STDOUT, ':encoding(UTF-8)';
my ($marc8, $json) = @ARGV;
my $fields = 0;

sub from_marc8 {
    return marc8_to_utf8($_[0]) // '(MARC::Charset died)';
}

sub plain {
    my ($text) = @_;
    $text =~ s/&#x([0-9A-F]{4,6});/chr hex $1/ge;
    return NFC($text);
}

sub lines_of {
    my ($record, $decode) = @_;
    my @lines = substr $record->leader, 5, 4;

    for my $field ($record->fields) {
        next if $field->tag eq '066';
        my $head = $field->tag . ' ';
        if ($field->is_control_field) {
            push @lines, $head . $decode->($field->data);
            next;
        }
        $head .= $field->indicator(1) . $field->indicator(2);
        push @lines, $head . join '', map { " \$$_->[0] " . $decode->($_->[1]) } $field->subfields;
    }
    return @lines;
}

my $batch = MARC::File::USMARC->in($marc8);
my $mij = MARC::File::MiJ->in($json);
my ($records, $differences) = (0, 0);
while (my $expected = $mij->next) {
    my $record = $batch->next or die "there are fewer records in MARC-8\n";
    my @wanted = lines_of($expected, sub { $_[0] });
    my @got = lines_of($record, \&from_marc8);

    $records++;
    die "record $records is labelled as UTF-8\n" if substr($record->leader, 9, 1) ne ' ';
    for my $i (0 .. ($#wanted > $#got ? $#wanted : $#got)) {
        my ($want, $have) = (plain($wanted[$i] // '(nothing)'), plain($got[$i] // '(nothing)'));
        next if $want =~ / \p{Mn}/;
        $fields++;
        next if $want eq $have;
        $differences++;
        print "record $records\n  $want\n  $have\n";
    }
}
die "there are more records in MARC-8\n" if $batch->next;
print "$records records, $fields fields, $differences differences\n";
exit($differences > 0);
