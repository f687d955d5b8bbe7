/* Init: what is agreed on, and what has to come first. */
#include "fixture.h"

#include <yaz/charneg.h>

static Z_APDU *make_init(struct fixture *fixture, const int *versions, const int *options)
{
    Z_APDU *request = fixture_request(fixture, Z_APDU_initRequest);

    ODR_MASK_ZERO(request->u.initRequest->protocolVersion);
    ODR_MASK_ZERO(request->u.initRequest->options);
    for (; *versions >= 0; versions++)
        request->u.initRequest->protocolVersion->bits[0] |= (char)(0x80 >> *versions);
    request->u.initRequest->protocolVersion->top = 0;
    for (; *options >= 0; options++) {
        request->u.initRequest->options->bits[*options >> 3] |= (char)(0x80 >> (*options & 7));
        request->u.initRequest->options->top = 2;
    }
    return request;
}

static const int all_versions[] = {0, 1, 2, -1};
static const int no_options[] = {-1};

static void agrees_on_the_highest_version_in_common(void **state)
{
    static const struct {
        const char *name;
        int asked[4];
        unsigned agreed;
    } cases[] = {
        {"1, 2 and 3", {0, 1, 2, -1}, 3}, {"1 and 2", {0, 1, -1}, 2},
        {"2 alone", {1, -1}, 2},          {"1, which is the same as 2", {0, -1}, 2},
        {"3 alone", {2, -1}, 3},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fixture fixture;
        const Z_InitResponse *response;

        fixture_init(&fixture);
        response = fixture_answer(&fixture, make_init(&fixture, cases[i].asked, no_options))
                       ->u.initResponse;
        assert_int_equal(*response->result, 1);
        assert_true(fixture.association.open);
        assert_int_equal(fixture.association.version, cases[i].agreed);
        assert_int_equal(ODR_MASK_GET(response->protocolVersion, Z_ProtocolVersion_3) != 0,
                         cases[i].agreed == 3);
        assert_true(ODR_MASK_GET(response->protocolVersion, Z_ProtocolVersion_2));
        fixture_finish(&fixture);
    }
}

static void refuses_a_client_without_a_version_in_common(void **state)
{
    static const int none[] = {3, 4, -1};
    struct fixture fixture;
    Z_InitResponse *response;
    const Z_DefaultDiagFormat *diag;

    (void)state;
    fixture_init(&fixture);
    response = fixture_answer(&fixture, make_init(&fixture, none, no_options))->u.initResponse;
    assert_int_equal(*response->result, 0);
    assert_false(fixture.association.open);
    assert_true(fixture.operation.ends);
    diag = yaz_decode_init_diag(0, response);
    assert_non_null(diag);
    assert_int_equal(*diag->condition, 100);
    assert_non_null(strstr(diag->u.v2Addinfo, "versions 2 and 3"));
    fixture_finish(&fixture);
}

static void offers_what_it_has_and_nothing_else(void **state)
{
    static const int asked[] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  10, 11,
                                12, 13, 14, 15, 16, 17, 18, 19, 20, 21, -1};
    static const int offered[] = {
        Z_Options_search, Z_Options_present,         Z_Options_delSet,          Z_Options_scan,
        Z_Options_sort,   Z_Options_namedResultSets, Z_Options_negotiationModel};
    struct fixture fixture;
    const Z_InitResponse *response;
    int count = 0;

    (void)state;
    fixture_init(&fixture);
    response = fixture_answer(&fixture, make_init(&fixture, all_versions, asked))->u.initResponse;
    for (size_t i = 0; i < sizeof offered / sizeof offered[0]; i++)
        assert_true(ODR_MASK_GET(response->options, offered[i]));
    for (int bit = 0; bit < 64; bit++)
        count += ODR_MASK_GET(response->options, bit) != 0;
    assert_int_equal(count, sizeof offered / sizeof offered[0]);
    fixture_finish(&fixture);
}

static void agrees_to_no_option_that_was_not_asked_for(void **state)
{
    struct fixture fixture;
    const Z_InitResponse *response;

    (void)state;
    fixture_init(&fixture);
    response =
        fixture_answer(&fixture, make_init(&fixture, all_versions, no_options))->u.initResponse;
    for (int bit = 0; bit < 64; bit++)
        assert_false(ODR_MASK_GET(response->options, bit));
    fixture_finish(&fixture);
}

static void keeps_sizes_within_its_caps(void **state)
{
    static const struct {
        Odr_int preferred, record, agreed_preferred, agreed_record;
    } cases[] = {
        {65536, 1048576, 65536, 1048576},
        {0, 0, 1024, 1024},
        {-5, -5, 1024, 1024},
        {200000, 1000, 200000, 200000},
        {INT64_MAX, INT64_MAX, 1024 * 1024, 16 * 1024 * 1024},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fixture fixture;
        Z_APDU *request;
        const Z_InitResponse *response;

        fixture_init(&fixture);
        request = make_init(&fixture, all_versions, no_options);
        *request->u.initRequest->preferredMessageSize = cases[i].preferred;
        *request->u.initRequest->maximumRecordSize = cases[i].record;
        response = fixture_answer(&fixture, request)->u.initResponse;
        assert_int_equal(*response->preferredMessageSize, cases[i].agreed_preferred);
        assert_int_equal(*response->maximumRecordSize, cases[i].agreed_record);
        assert_int_equal(fixture.association.preferred_message_size, cases[i].agreed_preferred);
        assert_int_equal(fixture.association.exceptional_record_size, cases[i].agreed_record);
        fixture_finish(&fixture);
    }
}

static const Z_TargetResponse *negotiate(struct fixture *fixture, const char *const *charsets,
                                         int count)
{
    Z_APDU *request = make_init(fixture, all_versions, no_options);
    ODR odr = fixture->operation.odr;
    Z_OtherInformation *information = odr_malloc(odr, sizeof *information);
    Z_OtherInformationUnit *unit = odr_malloc(odr, sizeof *unit);
    const char *names[4];
    const Z_CharSetandLanguageNegotiation *answer;

    memcpy(names, charsets, (size_t)count * sizeof *charsets);
    unit->category = NULL;
    unit->which = Z_OtherInfo_externallyDefinedInfo;
    unit->information.externallyDefinedInfo =
        yaz_set_proposal_charneg(odr, names, count, NULL, 0, 1);
    information->num_elements = 1;
    information->list = odr_malloc(odr, sizeof(Z_OtherInformationUnit *));
    information->list[0] = unit;
    request->u.initRequest->otherInfo = information;
    answer = yaz_get_charneg_record(fixture_answer(fixture, request)->u.initResponse->otherInfo);
    assert_non_null(answer);
    assert_int_equal(answer->which, Z_CharSetandLanguageNegotiation_response);
    return answer->u.response;
}

static void takes_utf8_wherever_it_is_proposed(void **state)
{
    static const char *const proposals[] = {"iso-8859-1", "UTF-8", "UTF-16"};
    struct fixture fixture;
    const Z_TargetResponse *chosen;

    (void)state;
    fixture_init(&fixture);
    chosen = negotiate(&fixture, proposals, 3);
    assert_int_equal(chosen->which, Z_TargetResponse_iso10646);
    assert_int_equal(chosen->u.iso10646->encodingLevel[5], 8);
    assert_non_null(chosen->recordsInSelectedCharSets);
    assert_int_equal(*chosen->recordsInSelectedCharSets, 1);
    fixture_finish(&fixture);
}

static void says_that_no_other_character_set_will_do(void **state)
{
    static const char *const proposals[] = {"iso-8859-1", "marc-8", "UTF-16"};
    struct fixture fixture;

    (void)state;
    fixture_init(&fixture);
    assert_int_equal(negotiate(&fixture, proposals, 3)->which, Z_TargetResponse_none);
    assert_true(fixture.association.open);
    fixture_finish(&fixture);
}

static void tells_a_client_over_the_cap_why(void **state)
{
    struct fixture fixture;
    Z_InitResponse *response;
    const Z_DefaultDiagFormat *diag;

    (void)state;
    fixture_init(&fixture);
    fixture.association.crowded = true;
    response =
        fixture_answer(&fixture, make_init(&fixture, all_versions, no_options))->u.initResponse;
    assert_int_equal(*response->result, 0);
    assert_true(fixture.operation.ends);
    diag = yaz_decode_init_diag(0, response);
    assert_int_equal(*diag->condition, 1015);
    assert_non_null(strstr(diag->u.v2Addinfo, "32"));
    fixture_finish(&fixture);
}

static void echoes_the_reference(void **state)
{
    struct fixture fixture;
    Z_APDU *request;
    const Z_InitResponse *response;

    (void)state;
    fixture_init(&fixture);
    request = make_init(&fixture, all_versions, no_options);
    request->u.initRequest->referenceId = odr_create_Odr_oct(fixture.operation.odr, "a\0b", 3);
    response = fixture_answer(&fixture, request)->u.initResponse;
    assert_int_equal(response->referenceId->len, 3);
    assert_memory_equal(response->referenceId->buf, "a\0b", 3);
    fixture_finish(&fixture);
}

static void ends_a_session_that_does_not_begin_with_init(void **state)
{
    static const int requests[] = {Z_APDU_searchRequest, Z_APDU_presentRequest,
                                   Z_APDU_scanRequest,   Z_APDU_deleteResultSetRequest,
                                   Z_APDU_sortRequest,   Z_APDU_triggerResourceControlRequest};

    (void)state;
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
        struct fixture fixture;
        const Z_APDU *answer;

        fixture_init(&fixture);
        answer = fixture_answer(&fixture, fixture_request(&fixture, requests[i]));
        assert_int_equal(answer->which, Z_APDU_close);
        assert_int_equal(*answer->u.close->closeReason, Z_Close_protocolError);
        assert_non_null(answer->u.close->diagnosticInformation);
        assert_true(fixture.operation.ends);
        fixture_finish(&fixture);
    }
}

static void ends_a_session_at_a_second_init(void **state)
{
    struct fixture fixture;
    const Z_APDU *answer;

    (void)state;
    fixture_init(&fixture);
    fixture_answer(&fixture, make_init(&fixture, all_versions, no_options));
    assert_false(fixture.operation.ends);
    answer = fixture_answer(&fixture, make_init(&fixture, all_versions, no_options));
    assert_int_equal(answer->which, Z_APDU_close);
    assert_int_equal(*answer->u.close->closeReason, Z_Close_protocolError);
    assert_true(fixture.operation.ends);
    fixture_finish(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_on_the_highest_version_in_common),
        cmocka_unit_test(refuses_a_client_without_a_version_in_common),
        cmocka_unit_test(offers_what_it_has_and_nothing_else),
        cmocka_unit_test(agrees_to_no_option_that_was_not_asked_for),
        cmocka_unit_test(keeps_sizes_within_its_caps),
        cmocka_unit_test(takes_utf8_wherever_it_is_proposed),
        cmocka_unit_test(says_that_no_other_character_set_will_do),
        cmocka_unit_test(tells_a_client_over_the_cap_why),
        cmocka_unit_test(echoes_the_reference),
        cmocka_unit_test(ends_a_session_that_does_not_begin_with_init),
        cmocka_unit_test(ends_a_session_at_a_second_init),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
