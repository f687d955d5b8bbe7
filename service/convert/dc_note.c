/* Notes, and what may be done with the thing. */
#include "convert/dc.h"

#include "convert/isbd.h"

/* All public notes but those that have an element of their own: 506, 530, 540. Some are obsolete
 * (503, 512, 523, 527, 537, 543, 570, 582) and still stand in old records. */
static const struct {
    int tag;
    const char *codes;
    const char *refinement;
    bool keep_private; /* first indicator 0: not for the public */
} notes[] = {
    {520, "ab", "abstract", false},
    {505, "agrt", "tableOfContents", false},
    {500, "a", NULL, false},
    {501, "a", NULL, false},
    {502, "abcdgo", NULL, false},
    {503, "a", NULL, false},
    {504, "ab", NULL, false},
    {507, "ab", NULL, false},
    {508, "a", NULL, false},
    {510, "abc", "isReferencedBy", false},
    {511, "a", NULL, false},
    {512, "a", NULL, false},
    {513, "ab", NULL, false},
    {514, "abcdefghijkm", NULL, false},
    {515, "a", NULL, false},
    {516, "a", NULL, false},
    {518, "adop", NULL, false},
    {521, "ab", "audience", false},
    {522, "a", NULL, false},
    {523, "a", "temporal", false},
    {524, "a", "bibliographicCitation", false},
    {525, "a", NULL, false},
    {526, "abcdi", NULL, false},
    {527, "a", NULL, false},
    {532, "a", NULL, false},
    {533, "abcdefmn", NULL, false},
    {534, "abcefklmnptxz", NULL, false},
    {535, "abcd", NULL, false},
    {536, "abcdefgh", NULL, false},
    {537, "a", NULL, false},
    {538, "ai", "requires", false},
    {541, "abcdefhno", "provenance", true},
    {543, "a", NULL, false},
    {544, "abcden", NULL, false},
    {545, "ab", NULL, false},
    {546, "ab", NULL, false},
    {547, "a", NULL, false},
    {550, "a", NULL, false},
    {552, "abcdefghijklmnop", NULL, false},
    {555, "abcd", NULL, false},
    {556, "az", NULL, false},
    {561, "a", "provenance", true},
    {562, "abcde", "provenance", true},
    {563, "a", NULL, false},
    {565, "abcde", NULL, false},
    {567, "ab", NULL, false},
    {570, "a", NULL, false},
    {580, "a", NULL, false},
    {581, "az", NULL, false},
    {582, "a", NULL, false},
    {583, "abcdefhijklnoz", NULL, true},
    {584, "ab", NULL, false},
    {585, "a", NULL, false},
    {586, "a", NULL, false},
    {588, "a", NULL, false},
};

void dc_write_descriptions(const struct dublin_core *dc)
{
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
        const struct marc_field *field;
        size_t at = 0;
        while ((field = dc_field(dc, notes[i].tag, &at)) != NULL)
            if (!notes[i].keep_private || field->indicator[0] != '0')
                dc_add(dc, (struct dc_term){"description", notes[i].refinement, NULL},
                       isbd_join(field, notes[i].codes, " ", dc->arena));
    }
}

/* 506: first indicator 1 is restricted, 0 free; the info:eu-repo terms are what harvesters read. */
void dc_write_rights(const struct dublin_core *dc)
{
    static const struct dc_rule rules[] = {
        {506, {"rights", "accessRights", NULL}, "abcde", " ", true},
        {540, {"rights", "license", NULL}, "abcd", " ", true},
        {540, {NULL, "license", "URI"}, "u", "", false},
        {542, {NULL, "rightsHolder", NULL}, "d", " ", true},
    };
    static const struct dc_term access_rights = {"rights", "accessRights", NULL};
    const struct marc_field *access = marc_record_field(dc->record, "506", NULL);
    if (access != NULL && access->indicator[0] == '1')
        dc_add(dc, access_rights, slice_of("info:eu-repo/semantics/restrictedAccess"));
    else if (access != NULL && access->indicator[0] == '0')
        dc_add(dc, access_rights, slice_of("info:eu-repo/semantics/openAccess"));
    dc_apply(dc, rules, sizeof rules / sizeof *rules);
}
