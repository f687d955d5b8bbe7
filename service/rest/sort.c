#include "rest/sort.h"

#include <offprint/access_points.h>
#include <offprint/query.h>

#include "base/escape.h"
#include "rest/list.h"
#include "rest/private.h"

int rest_sort_read(struct rest_sort *sort, const struct http_request *request, struct diag *diag)
{
    *sort = (struct rest_sort){.text = slice_of("")};
    if (!http_request_parameter(request, "sort", &sort->text))
        return OFFPRINT_OK;
    return sort_order_read(&sort->order, request->arena,
                           catalogue_access_points(request->catalogue), sort->text, diag);
}

static const struct choice {
    const char *sort;         /* what ?sort= says; "" without it */
    const char *access_point; /* that the table must sort by; NULL: none */
    const char *label;
} choices[] = {
    {"", NULL, "As catalogued"},
    {"relevance", NULL, "Relevance"},
    {"title", "title", "Title"},
    {"author", "author", "Author"},
    {"-date", "date", "Newest"},
    {"date", "date", "Oldest"},
    {"-date-changed", "date-changed", "Last changed"},
};

static bool is_offered(const struct choice *choice, const struct http_request *request,
                       const struct rest_sort *sort)
{
    const struct access_point *point;

    if (choice->access_point == NULL)
        return choice->sort[0] == '\0' || sort->relevance;
    point = access_point_by_name(catalogue_access_points(request->catalogue),
                                 slice_of(choice->access_point));
    return point != NULL && point->sorts;
}

static void add_choice(struct buffer *out, const struct http_request *request,
                       const struct choice *choice, bool current)
{
    static const char *const without[] = {"cursor", "sort", NULL};
    struct buffer url;

    if (current) {
        buffer_printf(out, " <strong aria-current=\"true\">%s</strong>", choice->label);
        return;
    }
    buffer_init(&url);
    rest_list_add_address(&url, request, without);
    if (choice->sort[0] != '\0')
        buffer_printf(&url, "sort=%s", choice->sort);
    else
        buffer_truncate(&url, url.length - 1); /* the '?' or '&' that nothing follows */
    buffer_add_string(out, " <a href=\"");
    escape_xml(out, buffer_slice(&url));
    buffer_printf(out, "\">%s</a>", choice->label);
    buffer_finish(&url);
}

void rest_sort_menu(struct buffer *out, const struct http_request *request,
                    const struct rest_sort *sort)
{
    if (!sort->menu)
        return;
    buffer_add_string(out, "<nav class=\"quiet\" aria-label=\"Order\">Order:");
    for (size_t i = 0; i < sizeof choices / sizeof choices[0]; i++) {
        if (is_offered(&choices[i], request, sort))
            add_choice(out, request, &choices[i], slice_is(sort->text, choices[i].sort));
    }
    buffer_add_string(out, "</nav>\n");
}
