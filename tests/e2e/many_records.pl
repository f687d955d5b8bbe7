# many_records.pl FIRST LAST WORD: MARCXML records n000001 ... with WORD in each title, nine in ten
# of them parts of the record whose number ends in 0.
use strict;
use warnings;

my ($first, $last, $word) = @ARGV;
srand(1);
print qq{<collection xmlns="http://www.loc.gov/MARC21/slim">\n};
for my $n ($first .. $last) {
    my $words = join ' ', map { 'w' . int(rand()**3 * 5000) } 1 .. 8;
    printf qq{<record><leader>00000nam a2200000 i 4500</leader>}
        . qq{<controlfield tag="001">n%06d</controlfield>}
        . qq{<datafield tag="100" ind1="1" ind2=" "><subfield code="a">Author, A%d</subfield>}
        . qq{</datafield><datafield tag="245" ind1="0" ind2="0"><subfield code="a">}
        . qq{Number %d common %s %s</subfield></datafield>}, $n, $n % 97, $n, $words, $word;
    printf qq{<datafield tag="773" ind1="0" ind2=" "><subfield code="w">n%06d</subfield>}
        . qq{<subfield code="g">Pages %d-%d</subfield></datafield>},
        $n - $n % 10, $n, $n + 9
        if $n % 10;
    print "</record>\n";
}
print "</collection>\n";
