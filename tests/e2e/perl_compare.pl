#!/usr/bin/perl
# Every record of the files named on standard input as MARC::Record, MARC::Charset and
# MARC::File::XML read them, one a line, as perl_compare_read.c prints ours. The fourth column is the
# record as it was before MARC::Charset or MARC::Record decoded it, its bytes as Latin-1, where that
# is another. The third has "warned" where there were warnings, "died" where there is no record.
use strict;
use warnings;
use Encode ();
use MARC::Batch;
use MARC::Charset qw(marc8_to_utf8);
use MARC::File::USMARC;
use MARC::File::XML (BinaryEncoding => 'utf8');

binmode STDOUT, ':encoding(UTF-8)';
MARC::Charset->ignore_errors(1);
$SIG{__WARN__} = sub { };

my ($warned, $died);

sub text {
    my ($value) = @_;
    $value =~ s/([\\\t\n\x1e\x1f])/sprintf '\\%02X', ord $1/ge;
    return $value;
}

# The record with each value given to $decode.
sub record_line {
    my ($record, $decode) = @_;
    my $line = text($record->leader);

    for my $field ($record->fields) {
        $line .= "\x1e" . $field->tag;
        if ($field->is_control_field) {
            $line .= text($decode->($field->data // ''));
            next;
        }
        $line .= $field->indicator(1) . $field->indicator(2);
        $line .= "\x1f$_->[0]" . text($decode->($_->[1] // '')) for $field->subfields;
    }
    return $line;
}

sub as_is { return $_[0] }

sub from_marc8 {
    my ($value) = @_;
    return $value unless $value =~ /[^\x00-\x1a\x1c-\x7f]/;
    my $decoded = eval { marc8_to_utf8($value) };
    return $decoded // $value;
}

sub from_utf8 { return Encode::decode('UTF-8', $_[0]) }

sub print_line {
    my ($path, $offset, $finding, $raw, $line) = @_;
    print join("\t", $path, $offset, $finding, $raw eq $line ? '' : $raw, $line), "\n";
    return;
}

# As MARC::File::USMARC::_next cuts them; that does not tell where a record was.
sub print_iso2709 {
    my ($path) = @_;
    my $offset = 0;
    local $/ = "\x1d";

    open my $file, '<:raw', $path or die "$path: $!\n";
    while (my $bytes = <$file>) {
        my $length = length $bytes;
        $bytes =~ s/^[ \x00\x0a\x0d\x1a]+//;
        my $start = $offset + $length - length $bytes;
        $offset += $length;
        next if $bytes eq '';
        my $label = length $bytes > 9 ? substr $bytes, 9, 1 : '';
        my $plain = $bytes;
        substr($plain, 9, 1) = ' ' if $label eq 'a';
        my $record = eval { MARC::File::USMARC->decode($plain) };
        if (!$record) {
            print_line($path, $start, 'died', '', '');
            next;
        }
        my $warnings = join ' ', $record->warnings;
        my $raw = record_line($record, \&as_is);
        my $line = $raw;
        if ($raw =~ /[\x80-\xff]|\x1b/) {
            $line = $label eq 'a' ? decoded_by_label($bytes) : record_line($record, \&from_marc8);
        }
        print_line($path, $start, $warnings ne '' ? 'warned' : '', $raw, $line);
    }
    close $file;
    return;
}

sub decoded_by_label {
    my ($bytes) = @_;
    my $record = eval { MARC::File::USMARC->decode($bytes) };
    return $record ? record_line($record, \&as_is) : '';
}

sub print_marcxml {
    my ($path) = @_;
    my $batch = eval { MARC::Batch->new('XML', $path) };
    my $number = 0;
    my $failures = 0;

    return if !$batch;
    $batch->strict_off;
    while (1) {
        my $record = eval { $batch->next };
        my $failed = $@;
        last if !$record && !$failed;
        $number++;
        print_line($path, $number, $failed ? 'died' : '', '',
            $record ? record_line($record, \&as_is) : '');
        last if $failed && ++$failures > 1000;
    }
    return;
}

while (my $path = <STDIN>) {
    chomp $path;
    open my $file, '<:raw', $path or die "$path: $!\n";
    read $file, my $start, 64;
    close $file;
    $start =~ /\A(?:\xef\xbb\xbf)?\s*</ ? print_marcxml($path) : print_iso2709($path);
}
