/*
 * What fixed fields say of the kind of material: 008/18-34 and 006/01-17, which are the same, and
 * 007/00-01 (MARC 21 Bibliographic). Codes that are obsolete are allowed: records are not changed
 * when the format is. What has no meaning (any more) is not judged.
 */

#include "marc/check.h"
#include "marc/reading.h"

/* --- 008/18-34 ------------------------------------------------------------------ */

#define MATERIAL_FIRST 18u
#define MATERIAL_END 35u

#define AUDIENCE " abcdefgj|"
#define FORM " abcdfghioqrsxz|"
#define CONTENTS " a-z2-6|"
#define GOVERNMENT " acfilmnosuz|"
#define YES_OR_NO "01|"

static const struct code_rule books[] = {
    {18, 21, " a-p|", "illustrations"},
    {22, 22, AUDIENCE, "target audience"},
    {23, 23, FORM, "form of item"},
    {24, 27, CONTENTS, "nature of contents"},
    {28, 28, GOVERNMENT, "government publication"},
    {29, 29, YES_OR_NO, "conference publication"},
    {30, 30, YES_OR_NO, "festschrift"},
    {31, 31, YES_OR_NO, "index"},
    {33, 33, " 01cdefhijmpsu|", "literary form"},
    {34, 34, " abcd|", "biography"},
};

static const struct code_rule continuing[] = {
    {18, 18, " a-kmqstuwz|", "frequency"},
    {19, 19, "nrux|", "regularity"},
    {21, 21, " dghjlmnprstw|", "type of continuing resource"},
    {22, 22, " abcdefghiosqxz|", "form of original item"},
    {23, 23, FORM, "form of item"},
    {24, 24, CONTENTS, "nature of entire work"},
    {25, 27, CONTENTS, "nature of contents"},
    {28, 28, GOVERNMENT, "government publication"},
    {29, 29, YES_OR_NO, "conference publication"},
    {33, 33, " a-luz|", "original alphabet or script"},
    {34, 34, "012|", "entry convention"},
};

static const struct code_rule computer_files[] = {
    {22, 22, AUDIENCE, "target audience"},
    {23, 23, " oq|", "form of item"},
    {26, 26, "a-jmuz|", "type of computer file"},
    {28, 28, GOVERNMENT, "government publication"},
};

static const struct code_rule maps[] = {
    {18, 21, " a-gijkmz|", "relief"},
    {22, 23, " a-z|", "projection"},
    {25, 25, "a-guz|", "type of cartographic material"},
    {28, 28, GOVERNMENT, "government publication"},
    {29, 29, FORM, "form of item"},
    {31, 31, YES_OR_NO, "index"},
    {33, 34, " a-rz|", "special format characteristics"},
};

static const struct code_rule music[] = {
    {18, 19, " a-z|", "form of composition"},
    {20, 20, " a-eg-npuz|", "format of music"},
    {21, 21, " defnu|", "music parts"},
    {22, 22, AUDIENCE, "target audience"},
    {23, 23, FORM, "form of item"},
    {24, 29, " a-ikrsz|", "accompanying matter"},
    {30, 31, " a-prstz|", "literary text for sound recordings"},
    {33, 33, " abcnu|", "transposition and arrangement"},
};

static const struct code_rule visual[] = {
    {18, 20, "0-9n|-", "running time"},
    {22, 22, AUDIENCE, "target audience"},
    {28, 28, GOVERNMENT, "government publication"},
    {29, 29, FORM, "form of item"},
    {33, 33, "a-dfgik-tvwz|", "type of visual material"},
    {34, 34, " aclnuz|", "technique"},
};

static const struct code_rule mixed[] = {
    {23, 23, FORM, "form of item"},
};

#define MATERIAL(array, types)                                                                     \
    {                                                                                              \
        types, array, sizeof(array) / sizeof *(array)                                              \
    }

/* By LDR/06 or 006/00; serials, which LDR/07 tells, have 's' in 006/00. */
static const struct material {
    const char *types;
    const struct code_rule *rules;
    size_t count;
} materials[] = {
    MATERIAL(books, "at"), MATERIAL(continuing, "s"), MATERIAL(computer_files, "m"),
    MATERIAL(maps, "ef"),  MATERIAL(music, "cdij"),   MATERIAL(visual, "gkor"),
    MATERIAL(mixed, "p"),
};

static const struct material *find_material(char type)
{
    for (size_t i = 0; i < sizeof materials / sizeof *materials; i++)
        if (check_in_set(materials[i].types, type))
            return &materials[i];
    return NULL;
}

void check_material(struct checking *checking, struct slice value)
{
    const char *leader = checking->record->leader;
    bool serial = leader[MARC_LEADER_TYPE] == 'a' && check_in_set("bis", leader[MARC_LEADER_LEVEL]);
    const struct material *material = find_material(serial ? 's' : leader[MARC_LEADER_TYPE]);

    if (material != NULL)
        check_positions(checking, "008", value,
                        &(struct code_rules){material->rules, material->count, 0});
}

/* --- 006 ------------------------------------------------------------------------ */

static const struct code_rule form_of_material[] = {
    {0, 0, "acdefgijkmoprst", "form of material"},
};

void check_006(struct checking *checking, struct slice value)
{
    const struct material *material = value.length > 0 ? find_material(value.data[0]) : NULL;

    check_positions(checking, "006", value, &CODE_RULES(form_of_material, 0));
    if (material != NULL && value.length == 1 + MATERIAL_END - MATERIAL_FIRST)
        check_positions(checking, "006", value,
                        &(struct code_rules){material->rules, material->count, MATERIAL_FIRST - 1});
}

/* --- 007 ------------------------------------------------------------------------ */

static const struct code_rule category_of_material[] = {
    {0, 0, "acdfghkmoqrstvz", "category of material"},
};

static const struct {
    char category;
    const char *designations;
} designations[] = {
    {'a', "dgjkqrsuyz|"},
    {'c', "abcdefhjkmorsuz|"},
    {'d', "abceuz|"},
    {'f', "abcduz|"},
    {'g', "cdfostuz|"},
    {'h', "abcdefghjuz|"},
    {'k', "ac-lnopqrsuvz|"},
    {'m', "cforuz|"},
    {'o', "u|"},
    {'q', "u|"},
    {'r', "u|"},
    {'s', "bdegiqrstuwz|"},
    {'t', "abcduz|"},
    {'v', "cdfruz|"},
    {'z', "muz|"},
};

void check_007(struct checking *checking, struct slice value)
{
    check_positions(checking, "007", value, &CODE_RULES(category_of_material, 0));
    if (value.length < 2)
        return;
    for (size_t i = 0; i < sizeof designations / sizeof *designations; i++) {
        struct code_rule rule = {1, 1, designations[i].designations,
                                 "specific material designation"};

        if (designations[i].category == value.data[0])
            check_positions(checking, "007", value, &(struct code_rules){&rule, 1, 0});
    }
}
