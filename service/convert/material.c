#include "convert/material.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <offprint/record.h>

static bool one_of(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

enum material_form material_form_of(const struct marc_record *record)
{
    char type = record->leader[MARC_LEADER_TYPE], level = record->leader[MARC_LEADER_LEVEL];
    if (type == 'a' && one_of(level, "bis"))
        return FORM_SERIAL;
    if (one_of(type, "cdij"))
        return FORM_MUSIC;
    if (one_of(type, "ef"))
        return FORM_MAP;
    if (one_of(type, "gkor"))
        return FORM_VISUAL;
    if (type == 'm')
        return FORM_COMPUTER;
    if (type == 'p')
        return FORM_MIXED;
    return FORM_BOOK;
}

bool material_host_is_serial(const struct marc_record *record)
{
    if (record->leader[MARC_LEADER_LEVEL] == 'b')
        return true;
    const struct marc_field *host = marc_record_field(record, "773", NULL);
    if (host == NULL)
        return false;
    struct slice control = marc_field_subfield(host, '7'); /* $7/3 is the host's leader/07 */
    if (control.length >= 4)
        return control.data[3] == 's' || control.data[3] == 'i';
    return marc_field_subfield(host, 'x').length > 0 && marc_field_subfield(host, 'z').length == 0;
}

static enum material text_material(const struct marc_record *record)
{
    char level = record->leader[MARC_LEADER_LEVEL];
    if (one_of(level, "ab"))
        return material_host_is_serial(record) ? MATERIAL_ARTICLE : MATERIAL_CHAPTER;
    if (level == 's')
        return MATERIAL_SERIAL;
    if (level == 'i')
        return MATERIAL_WEBSITE;
    if (marc_record_field(record, "502", NULL) != NULL)
        return MATERIAL_THESIS;
    return MATERIAL_BOOK;
}

enum material material_of(const struct marc_record *record)
{
    switch (record->leader[MARC_LEADER_TYPE]) {
    case 'c':
    case 'd':
        return MATERIAL_SCORE;
    case 'e':
    case 'f':
        return MATERIAL_MAP;
    case 'g':
        return MATERIAL_VIDEO;
    case 'i':
        return MATERIAL_SPEECH;
    case 'j':
        return MATERIAL_MUSIC;
    case 'k':
        return MATERIAL_IMAGE;
    case 'm':
        return MATERIAL_DATA;
    case 'o':
    case 'p':
        return MATERIAL_MIXED;
    case 'r':
        return MATERIAL_OBJECT;
    case 't':
        return marc_record_field(record, "502", NULL) != NULL ? MATERIAL_THESIS
                                                              : MATERIAL_MANUSCRIPT;
    default:
        return text_material(record);
    }
}
