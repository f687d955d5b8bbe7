#include "convert/language.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <offprint/arena.h>
#include <offprint/record.h>

/* ISO 639-2 in its bibliographic codes, which are MARC's; ISO 639-1 where there is one. Sorted. */
/* clang-format off */
static const struct language {
    char code[4], two[3];
    const char *name;
} languages[] = {
    {"aar", "aa", "Afar"}, {"abk", "ab", "Abkhazian"}, {"ace", "", "Achinese"},
    {"ach", "", "Acoli"}, {"ada", "", "Adangme"}, {"ady", "", "Adyghe"},
    {"afa", "", "Afro-Asiatic languages"}, {"afh", "", "Afrihili"}, {"afr", "af", "Afrikaans"},
    {"ain", "", "Ainu"}, {"aka", "ak", "Akan"}, {"akk", "", "Akkadian"}, {"alb", "sq", "Albanian"},
    {"ale", "", "Aleut"}, {"alg", "", "Algonquian languages"}, {"alt", "", "Southern Altai"},
    {"amh", "am", "Amharic"}, {"ang", "", "Old English"}, {"anp", "", "Angika"},
    {"apa", "", "Apache languages"}, {"ara", "ar", "Arabic"}, {"arc", "", "Official Aramaic"},
    {"arg", "an", "Aragonese"}, {"arm", "hy", "Armenian"}, {"arn", "", "Mapudungun"},
    {"arp", "", "Arapaho"}, {"art", "", "Artificial languages"}, {"arw", "", "Arawak"},
    {"asm", "as", "Assamese"}, {"ast", "", "Asturian"}, {"ath", "", "Athapascan languages"},
    {"aus", "", "Australian languages"}, {"ava", "av", "Avaric"}, {"ave", "ae", "Avestan"},
    {"awa", "", "Awadhi"}, {"aym", "ay", "Aymara"}, {"aze", "az", "Azerbaijani"},
    {"bad", "", "Banda languages"}, {"bai", "", "Bamileke languages"}, {"bak", "ba", "Bashkir"},
    {"bal", "", "Baluchi"}, {"bam", "bm", "Bambara"}, {"ban", "", "Balinese"},
    {"baq", "eu", "Basque"}, {"bas", "", "Basa"}, {"bat", "", "Baltic languages"},
    {"bej", "", "Beja"}, {"bel", "be", "Belarusian"}, {"bem", "", "Bemba"},
    {"ben", "bn", "Bengali"}, {"ber", "", "Berber languages"}, {"bho", "", "Bhojpuri"},
    {"bih", "bh", "Bihari languages"}, {"bik", "", "Bikol"}, {"bin", "", "Bini"},
    {"bis", "bi", "Bislama"}, {"bla", "", "Siksika"}, {"bnt", "", "Bantu"},
    {"bos", "bs", "Bosnian"}, {"bra", "", "Braj"}, {"bre", "br", "Breton"},
    {"btk", "", "Batak languages"}, {"bua", "", "Buriat"}, {"bug", "", "Buginese"},
    {"bul", "bg", "Bulgarian"}, {"bur", "my", "Burmese"}, {"byn", "", "Blin"}, {"cad", "", "Caddo"},
    {"cai", "", "Central American Indian languages"}, {"car", "", "Galibi Carib"},
    {"cat", "ca", "Catalan"}, {"cau", "", "Caucasian languages"}, {"ceb", "", "Cebuano"},
    {"cel", "", "Celtic languages"}, {"cha", "ch", "Chamorro"}, {"chb", "", "Chibcha"},
    {"che", "ce", "Chechen"}, {"chg", "", "Chagatai"}, {"chi", "zh", "Chinese"},
    {"chk", "", "Chuukese"}, {"chm", "", "Mari"}, {"chn", "", "Chinook jargon"},
    {"cho", "", "Choctaw"}, {"chp", "", "Chipewyan"}, {"chr", "", "Cherokee"},
    {"chu", "cu", "Church Slavic"}, {"chv", "cv", "Chuvash"}, {"chy", "", "Cheyenne"},
    {"cmc", "", "Chamic languages"}, {"cnr", "", "Montenegrin"}, {"cop", "", "Coptic"},
    {"cor", "kw", "Cornish"}, {"cos", "co", "Corsican"},
    {"cpe", "", "English based Creoles and pidgins"},
    {"cpf", "", "French-based Creoles and pidgins"},
    {"cpp", "", "Portuguese-based Creoles and pidgins"}, {"cre", "cr", "Cree"},
    {"crh", "", "Crimean Tatar"}, {"crp", "", "Creoles and pidgins"}, {"csb", "", "Kashubian"},
    {"cus", "", "Cushitic languages"}, {"cze", "cs", "Czech"}, {"dak", "", "Dakota"},
    {"dan", "da", "Danish"}, {"dar", "", "Dargwa"}, {"day", "", "Land Dayak languages"},
    {"del", "", "Delaware"}, {"den", "", "Slave"}, {"dgr", "", "Dogrib"}, {"din", "", "Dinka"},
    {"div", "dv", "Divehi"}, {"doi", "", "Dogri"}, {"dra", "", "Dravidian languages"},
    {"dsb", "", "Lower Sorbian"}, {"dua", "", "Duala"}, {"dum", "", "Middle Dutch"},
    {"dut", "nl", "Dutch"}, {"dyu", "", "Dyula"}, {"dzo", "dz", "Dzongkha"}, {"efi", "", "Efik"},
    {"egy", "", "Egyptian"}, {"eka", "", "Ekajuk"}, {"elx", "", "Elamite"},
    {"eng", "en", "English"}, {"enm", "", "Middle English"}, {"epo", "eo", "Esperanto"},
    {"est", "et", "Estonian"}, {"ewe", "ee", "Ewe"}, {"ewo", "", "Ewondo"}, {"fan", "", "Fang"},
    {"fao", "fo", "Faroese"}, {"fat", "", "Fanti"}, {"fij", "fj", "Fijian"},
    {"fil", "", "Filipino"}, {"fin", "fi", "Finnish"}, {"fiu", "", "Finno-Ugrian languages"},
    {"fon", "", "Fon"}, {"fre", "fr", "French"}, {"frm", "", "Middle French"},
    {"fro", "", "Old French"}, {"frr", "", "Northern Frisian"}, {"frs", "", "Eastern Frisian"},
    {"fry", "fy", "Western Frisian"}, {"ful", "ff", "Fulah"}, {"fur", "", "Friulian"},
    {"gaa", "", "Ga"}, {"gay", "", "Gayo"}, {"gba", "", "Gbaya"}, {"gem", "", "Germanic languages"},
    {"geo", "ka", "Georgian"}, {"ger", "de", "German"}, {"gez", "", "Geez"},
    {"gil", "", "Gilbertese"}, {"gla", "gd", "Gaelic"}, {"gle", "ga", "Irish"},
    {"glg", "gl", "Galician"}, {"glv", "gv", "Manx"}, {"gmh", "", "Middle High German"},
    {"goh", "", "Old High German"}, {"gon", "", "Gondi"}, {"gor", "", "Gorontalo"},
    {"got", "", "Gothic"}, {"grb", "", "Grebo"}, {"grc", "", "Ancient Greek"},
    {"gre", "el", "Modern Greek"}, {"grn", "gn", "Guarani"}, {"gsw", "", "Swiss German"},
    {"guj", "gu", "Gujarati"}, {"gwi", "", "Gwich'in"}, {"hai", "", "Haida"},
    {"hat", "ht", "Haitian"}, {"hau", "ha", "Hausa"}, {"haw", "", "Hawaiian"},
    {"heb", "he", "Hebrew"}, {"her", "hz", "Herero"}, {"hil", "", "Hiligaynon"},
    {"him", "", "Himachali languages"}, {"hin", "hi", "Hindi"}, {"hit", "", "Hittite"},
    {"hmn", "", "Hmong"}, {"hmo", "ho", "Hiri Motu"}, {"hrv", "hr", "Croatian"},
    {"hsb", "", "Upper Sorbian"}, {"hun", "hu", "Hungarian"}, {"hup", "", "Hupa"},
    {"iba", "", "Iban"}, {"ibo", "ig", "Igbo"}, {"ice", "is", "Icelandic"}, {"ido", "io", "Ido"},
    {"iii", "ii", "Sichuan Yi"}, {"ijo", "", "Ijo languages"}, {"iku", "iu", "Inuktitut"},
    {"ile", "ie", "Interlingue"}, {"ilo", "", "Iloko"}, {"ina", "ia", "Interlingua"},
    {"inc", "", "Indic languages"}, {"ind", "id", "Indonesian"},
    {"ine", "", "Indo-European languages"}, {"inh", "", "Ingush"}, {"ipk", "ik", "Inupiaq"},
    {"ira", "", "Iranian languages"}, {"iro", "", "Iroquoian languages"}, {"ita", "it", "Italian"},
    {"jav", "jv", "Javanese"}, {"jbo", "", "Lojban"}, {"jpn", "ja", "Japanese"},
    {"jpr", "", "Judeo-Persian"}, {"jrb", "", "Judeo-Arabic"}, {"kaa", "", "Kara-Kalpak"},
    {"kab", "", "Kabyle"}, {"kac", "", "Kachin"}, {"kal", "kl", "Kalaallisut"},
    {"kam", "", "Kamba"}, {"kan", "kn", "Kannada"}, {"kar", "", "Karen languages"},
    {"kas", "ks", "Kashmiri"}, {"kau", "kr", "Kanuri"}, {"kaw", "", "Kawi"},
    {"kaz", "kk", "Kazakh"}, {"kbd", "", "Kabardian"}, {"kha", "", "Khasi"},
    {"khi", "", "Khoisan languages"}, {"khm", "km", "Central Khmer"}, {"kho", "", "Khotanese"},
    {"kik", "ki", "Kikuyu"}, {"kin", "rw", "Kinyarwanda"}, {"kir", "ky", "Kirghiz"},
    {"kmb", "", "Kimbundu"}, {"kok", "", "Konkani"}, {"kom", "kv", "Komi"}, {"kon", "kg", "Kongo"},
    {"kor", "ko", "Korean"}, {"kos", "", "Kosraean"}, {"kpe", "", "Kpelle"},
    {"krc", "", "Karachay-Balkar"}, {"krl", "", "Karelian"}, {"kro", "", "Kru languages"},
    {"kru", "", "Kurukh"}, {"kua", "kj", "Kuanyama"}, {"kum", "", "Kumyk"},
    {"kur", "ku", "Kurdish"}, {"kut", "", "Kutenai"}, {"lad", "", "Ladino"}, {"lah", "", "Lahnda"},
    {"lam", "", "Lamba"}, {"lao", "lo", "Lao"}, {"lat", "la", "Latin"}, {"lav", "lv", "Latvian"},
    {"lez", "", "Lezghian"}, {"lim", "li", "Limburgan"}, {"lin", "ln", "Lingala"},
    {"lit", "lt", "Lithuanian"}, {"lol", "", "Mongo"}, {"loz", "", "Lozi"},
    {"ltz", "lb", "Luxembourgish"}, {"lua", "", "Luba-Lulua"}, {"lub", "lu", "Luba-Katanga"},
    {"lug", "lg", "Ganda"}, {"lui", "", "Luiseno"}, {"lun", "", "Lunda"}, {"luo", "", "Luo"},
    {"lus", "", "Lushai"}, {"mac", "mk", "Macedonian"}, {"mad", "", "Madurese"},
    {"mag", "", "Magahi"}, {"mah", "mh", "Marshallese"}, {"mai", "", "Maithili"},
    {"mak", "", "Makasar"}, {"mal", "ml", "Malayalam"}, {"man", "", "Mandingo"},
    {"mao", "mi", "Maori"}, {"map", "", "Austronesian languages"}, {"mar", "mr", "Marathi"},
    {"mas", "", "Masai"}, {"may", "ms", "Malay"}, {"mdf", "", "Moksha"}, {"mdr", "", "Mandar"},
    {"men", "", "Mende"}, {"mga", "", "Middle Irish"}, {"mic", "", "Mi'kmaq"},
    {"min", "", "Minangkabau"}, {"mkh", "", "Mon-Khmer languages"}, {"mlg", "mg", "Malagasy"},
    {"mlt", "mt", "Maltese"}, {"mnc", "", "Manchu"}, {"mni", "", "Manipuri"},
    {"mno", "", "Manobo languages"}, {"moh", "", "Mohawk"}, {"mon", "mn", "Mongolian"},
    {"mos", "", "Mossi"}, {"mun", "", "Munda languages"}, {"mus", "", "Creek"},
    {"mwl", "", "Mirandese"}, {"mwr", "", "Marwari"}, {"myn", "", "Mayan languages"},
    {"myv", "", "Erzya"}, {"nah", "", "Nahuatl languages"},
    {"nai", "", "North American Indian languages"}, {"nap", "", "Neapolitan"},
    {"nau", "na", "Nauru"}, {"nav", "nv", "Navajo"}, {"nbl", "nr", "South Ndebele"},
    {"nde", "nd", "North Ndebele"}, {"ndo", "ng", "Ndonga"}, {"nds", "", "Low German"},
    {"nep", "ne", "Nepali"}, {"new", "", "Nepal Bhasa"}, {"nia", "", "Nias"},
    {"nic", "", "Niger-Kordofanian languages"}, {"niu", "", "Niuean"},
    {"nno", "nn", "Norwegian Nynorsk"}, {"nob", "nb", "Norwegian Bokmål"}, {"nog", "", "Nogai"},
    {"non", "", "Old Norse"}, {"nor", "no", "Norwegian"}, {"nqo", "", "N'Ko"}, {"nso", "", "Pedi"},
    {"nub", "", "Nubian languages"}, {"nwc", "", "Classical Newari"}, {"nya", "ny", "Chichewa"},
    {"nym", "", "Nyamwezi"}, {"nyn", "", "Nyankole"}, {"nyo", "", "Nyoro"}, {"nzi", "", "Nzima"},
    {"oci", "oc", "Occitan"}, {"oji", "oj", "Ojibwa"}, {"ori", "or", "Oriya"},
    {"orm", "om", "Oromo"}, {"osa", "", "Osage"}, {"oss", "os", "Ossetian"},
    {"ota", "", "Ottoman Turkish"}, {"oto", "", "Otomian languages"},
    {"paa", "", "Papuan languages"}, {"pag", "", "Pangasinan"}, {"pal", "", "Pahlavi"},
    {"pam", "", "Pampanga"}, {"pan", "pa", "Panjabi"}, {"pap", "", "Papiamento"},
    {"pau", "", "Palauan"}, {"peo", "", "Old Persian"}, {"per", "fa", "Persian"},
    {"phi", "", "Philippine languages"}, {"phn", "", "Phoenician"}, {"pli", "pi", "Pali"},
    {"pol", "pl", "Polish"}, {"pon", "", "Pohnpeian"}, {"por", "pt", "Portuguese"},
    {"pra", "", "Prakrit languages"}, {"pro", "", "Old Provençal"}, {"pus", "ps", "Pushto"},
    {"que", "qu", "Quechua"}, {"raj", "", "Rajasthani"}, {"rap", "", "Rapanui"},
    {"rar", "", "Rarotongan"}, {"roa", "", "Romance languages"}, {"roh", "rm", "Romansh"},
    {"rom", "", "Romany"}, {"rum", "ro", "Romanian"}, {"run", "rn", "Rundi"},
    {"rup", "", "Aromanian"}, {"rus", "ru", "Russian"}, {"sad", "", "Sandawe"},
    {"sag", "sg", "Sango"}, {"sah", "", "Yakut"}, {"sai", "", "South American Indian"},
    {"sal", "", "Salishan languages"}, {"sam", "", "Samaritan Aramaic"}, {"san", "sa", "Sanskrit"},
    {"sas", "", "Sasak"}, {"sat", "", "Santali"}, {"scn", "", "Sicilian"}, {"sco", "", "Scots"},
    {"sel", "", "Selkup"}, {"sem", "", "Semitic languages"}, {"sga", "", "Old Irish"},
    {"sgn", "", "Sign Languages"}, {"shn", "", "Shan"}, {"sid", "", "Sidamo"},
    {"sin", "si", "Sinhala"}, {"sio", "", "Siouan languages"},
    {"sit", "", "Sino-Tibetan languages"}, {"sla", "", "Slavic languages"}, {"slo", "sk", "Slovak"},
    {"slv", "sl", "Slovenian"}, {"sma", "", "Southern Sami"}, {"sme", "se", "Northern Sami"},
    {"smi", "", "Sami languages"}, {"smj", "", "Lule Sami"}, {"smn", "", "Inari Sami"},
    {"smo", "sm", "Samoan"}, {"sms", "", "Skolt Sami"}, {"sna", "sn", "Shona"},
    {"snd", "sd", "Sindhi"}, {"snk", "", "Soninke"}, {"sog", "", "Sogdian"},
    {"som", "so", "Somali"}, {"son", "", "Songhai languages"}, {"sot", "st", "Southern Sotho"},
    {"spa", "es", "Spanish"}, {"srd", "sc", "Sardinian"}, {"srn", "", "Sranan Tongo"},
    {"srp", "sr", "Serbian"}, {"srr", "", "Serer"}, {"ssa", "", "Nilo-Saharan languages"},
    {"ssw", "ss", "Swati"}, {"suk", "", "Sukuma"}, {"sun", "su", "Sundanese"}, {"sus", "", "Susu"},
    {"sux", "", "Sumerian"}, {"swa", "sw", "Swahili"}, {"swe", "sv", "Swedish"},
    {"syc", "", "Classical Syriac"}, {"syr", "", "Syriac"}, {"tah", "ty", "Tahitian"},
    {"tai", "", "Tai languages"}, {"tam", "ta", "Tamil"}, {"tat", "tt", "Tatar"},
    {"tel", "te", "Telugu"}, {"tem", "", "Timne"}, {"ter", "", "Tereno"}, {"tet", "", "Tetum"},
    {"tgk", "tg", "Tajik"}, {"tgl", "tl", "Tagalog"}, {"tha", "th", "Thai"},
    {"tib", "bo", "Tibetan"}, {"tig", "", "Tigre"}, {"tir", "ti", "Tigrinya"}, {"tiv", "", "Tiv"},
    {"tkl", "", "Tokelau"}, {"tlh", "", "Klingon"}, {"tli", "", "Tlingit"}, {"tmh", "", "Tamashek"},
    {"tog", "", "Tonga"}, {"ton", "to", "Tonga"}, {"tpi", "", "Tok Pisin"},
    {"tsi", "", "Tsimshian"}, {"tsn", "tn", "Tswana"}, {"tso", "ts", "Tsonga"},
    {"tuk", "tk", "Turkmen"}, {"tum", "", "Tumbuka"}, {"tup", "", "Tupi languages"},
    {"tur", "tr", "Turkish"}, {"tut", "", "Altaic languages"}, {"tvl", "", "Tuvalu"},
    {"twi", "tw", "Twi"}, {"tyv", "", "Tuvinian"}, {"udm", "", "Udmurt"}, {"uga", "", "Ugaritic"},
    {"uig", "ug", "Uighur"}, {"ukr", "uk", "Ukrainian"}, {"umb", "", "Umbundu"},
    {"urd", "ur", "Urdu"}, {"uzb", "uz", "Uzbek"}, {"vai", "", "Vai"}, {"ven", "ve", "Venda"},
    {"vie", "vi", "Vietnamese"}, {"vol", "vo", "Volapük"}, {"vot", "", "Votic"},
    {"wak", "", "Wakashan languages"}, {"wal", "", "Walamo"}, {"war", "", "Waray"},
    {"was", "", "Washo"}, {"wel", "cy", "Welsh"}, {"wen", "", "Sorbian languages"},
    {"wln", "wa", "Walloon"}, {"wol", "wo", "Wolof"}, {"xal", "", "Kalmyk"}, {"xho", "xh", "Xhosa"},
    {"yao", "", "Yao"}, {"yap", "", "Yapese"}, {"yid", "yi", "Yiddish"}, {"yor", "yo", "Yoruba"},
    {"ypk", "", "Yupik languages"}, {"zap", "", "Zapotec"}, {"zbl", "", "Blissymbols"},
    {"zen", "", "Zenaga"}, {"zgh", "", "Standard Moroccan Tamazight"}, {"zha", "za", "Zhuang"},
    {"znd", "", "Zande languages"}, {"zul", "zu", "Zulu"}, {"zun", "", "Zuni"}, {"zza", "", "Zaza"},
};
/* clang-format on */

static int compare_code(const void *key, const void *entry)
{
    return memcmp(key, ((const struct language *)entry)->code, 3);
}

static const struct language *language_find(struct slice code)
{
    if (code.length != 3)
        return NULL;
    return bsearch(code.data, languages, sizeof languages / sizeof *languages, sizeof *languages,
                   compare_code);
}

const char *language_short(struct slice code)
{
    const struct language *language = language_find(code);
    return language != NULL && language->two[0] != '\0' ? language->two : NULL;
}

const char *language_name(struct slice code)
{
    const struct language *language = language_find(code);
    return language != NULL ? language->name : NULL;
}

/* ISO 639-2 has two codes for twenty languages; the other one is not MARC's. */
static const char *other_code(const char *code)
{
    static const char pairs[][2][4] = {
        {"bod", "tib"}, {"ces", "cze"}, {"cym", "wel"}, {"deu", "ger"}, {"ell", "gre"},
        {"eus", "baq"}, {"fas", "per"}, {"fra", "fre"}, {"hye", "arm"}, {"isl", "ice"},
        {"kat", "geo"}, {"mkd", "mac"}, {"mri", "mao"}, {"msa", "may"}, {"mya", "bur"},
        {"nld", "dut"}, {"ron", "rum"}, {"slk", "slo"}, {"sqi", "alb"}, {"zho", "chi"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (strcmp(pairs[i][0], code) == 0)
            return pairs[i][1];
    return code;
}

struct slice language_code(struct slice text)
{
    const size_t count = sizeof languages / sizeof *languages;
    char code[4] = "";
    size_t length = 0;
    while (length < text.length && isascii(text.data[length]) &&
           isalpha((unsigned char)text.data[length]))
        length++;
    bool tag = length < text.length && (text.data[length] == '-' || text.data[length] == '_');
    if ((length == text.length || tag) && length >= 2 && length <= 3) {
        for (size_t i = 0; i < length; i++)
            code[i] = (char)tolower((unsigned char)text.data[i]);
        for (size_t i = 0; i < count; i++)
            if (strcmp(code, languages[i].two) == 0 ||
                strcmp(other_code(code), languages[i].code) == 0)
                return slice_of(languages[i].code);
        return (struct slice){NULL, 0};
    }
    for (size_t i = 0; i < count; i++)
        if (strlen(languages[i].name) == text.length &&
            strncasecmp(languages[i].name, text.data, text.length) == 0)
            return slice_of(languages[i].code);
    return (struct slice){NULL, 0};
}

/* A code as MARC writes it, in small letters; empty for what is not a code or says nothing. */
static struct slice clean_code(struct slice text, struct arena *arena)
{
    static const char *const nothing[] = {"und", "mul", "zxx", "xxx"};
    if (text.length != 3)
        return (struct slice){NULL, 0};
    char code[3];
    for (size_t i = 0; i < 3; i++) {
        if (!isascii(text.data[i]) || !isalpha((unsigned char)text.data[i]))
            return (struct slice){NULL, 0};
        code[i] = (char)tolower((unsigned char)text.data[i]);
    }
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        if (memcmp(code, nothing[i], 3) == 0)
            return (struct slice){NULL, 0};
    if (memcmp(code, text.data, 3) == 0)
        return text;
    return slice_make(arena_copy(arena, code, 3), 3);
}

static void add_code(struct slice *codes, size_t *count, size_t most, struct slice code)
{
    for (size_t i = 0; i < *count; i++)
        if (slice_equal(codes[i], code))
            return;
    if (code.length > 0 && *count < most)
        codes[(*count)++] = code;
}

size_t languages_of(struct slice **codes, const struct marc_record *record, struct arena *arena)
{
    enum { MOST = 32 };
    size_t count = 0;
    *codes = arena_array(arena, MOST, sizeof **codes);
    struct slice fixed = slice_part(marc_record_control(record, "008"), 35, 3);
    add_code(*codes, &count, MOST, clean_code(fixed, arena));
    const struct marc_field *field = NULL;
    while ((field = marc_record_field(record, "041", field)) != NULL) {
        bool other_code = field->indicator[1] == '7'; /* $2: not MARC's codes */
        for (uint32_t i = 0; i < field->subfield_count && !other_code; i++) {
            struct slice value = slice_trim(field->subfields[i].value);
            if (field->subfields[i].code != 'a' || value.length % 3 != 0)
                continue;
            /* Until 2001 several codes stood in one subfield: "engfre". */
            for (size_t at = 0; at < value.length; at += 3)
                add_code(*codes, &count, MOST, clean_code(slice_part(value, at, 3), arena));
        }
    }
    return count;
}

struct slice language_of(const struct marc_record *record, struct arena *arena)
{
    struct slice *codes;
    return languages_of(&codes, record, arena) > 0 ? codes[0] : (struct slice){NULL, 0};
}
