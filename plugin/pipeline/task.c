#include "pipeline/task.h"

#include "base/sniff.h"
#include "base/status.h"
#include "pipeline/file.h"
#include "pipeline/options.h"
#include "pipeline/page.h"
#include "pipeline/response.h"

enum { ANSWER_MEMORY = 1 << 20 };

static char *copied(const decant_allocator *hook, const char *s)
{
    if (!s)
        return NULL;
    const size_t size = strlen(s) + 1;
    char *p = dc_mem_alloc(hook, size);
    if (p)
        memcpy(p, s, size);
    return p;
}

static void free_string(const decant_allocator *hook, char *s)
{
    if (s)
        dc_mem_free(hook, s, strlen(s) + 1);
}

dc_task *dc_task_new(const decant_allocator *hook, const decant_input *input, uint64_t index)
{
    dc_task *task = dc_mem_zero(hook, 1, sizeof *task);
    if (!task)
        return NULL;
    task->hook = hook;
    task->index = index;
    task->kind = input->kind;
    task->from = input->from;
    task->bytes = input->kind == DECANT_INPUT_BYTES ? input->bytes : NULL;
    task->len = input->len;
    task->name = copied(hook, input->name ? input->name : "");
    task->url =
        copied(hook, input->kind == DECANT_INPUT_URL && !input->url ? input->name : input->url);
    if (!task->name || (input->url && !task->url)) {
        dc_task_free(task);
        return NULL;
    }
    return task;
}

void dc_task_free(dc_task *task)
{
    if (!task)
        return;
    const decant_allocator *hook = task->hook;
    free_string(hook, task->name);
    free_string(hook, task->url);
    free_string(hook, task->content_type);
    dc_buf_free(&task->data);
    dc_buf_free(&task->head);
    dc_page_free(task->page);
    dc_mem_free(hook, task, sizeof *task);
}

static void keep(dc_task *task, const decant_response *response, dc_buf body)
{
    task->status = response->http_status;
    task->data = body;
    task->head = dc_buf_on(task->hook, response->head_len);
    dc_buf_append(&task->head, response->head, response->head_len);
    free_string(task->hook, task->url);
    task->url = copied(task->hook, response->url);
    task->content_type = copied(task->hook, response->content_type);
    if (dc_buf_status(&task->data) != DECANT_OK || dc_buf_status(&task->head) != DECANT_OK ||
        !task->url || (response->content_type && !task->content_type))
        dc_fail(&task->error, DECANT_E_NOMEM, "out of memory");
}

void dc_task_fetched(dc_task *task, const decant_response *response, dc_buf body,
                     const decant_error *error)
{
    if (error)
        task->error = *error;
    else if (!response)
        dc_fail(&task->error, DECANT_E_NETWORK, "%s", decant_status_text(DECANT_E_NETWORK));
    if (response)
        keep(task, response, body);
}

static decant_status load(dc_task *task, const decant_options *options)
{
    if (task->kind != DECANT_INPUT_FILE)
        return DECANT_OK;
    const size_t max = dc_input_limit(options);
    task->data = dc_buf_on(task->hook, max + DC_FILE_SLACK);
    return dc_file_read(task->name, max, &task->data, &task->error);
}

static bool is_text(const dc_task *task, dc_str bytes)
{
    if (task->from != DECANT_FROM_AUTO)
        return task->from == DECANT_FROM_TEXT;
    if (task->content_type)
        return dc_str_istarts(dc_str_of(task->content_type), DC_STR("text/plain"));
    const dc_str name = dc_str_of(task->name);
    if (name.len > 4 && dc_str_ieq(dc_str_from(name, name.len - 4), DC_STR(".txt")))
        return true;
    return dc_sniff_text(bytes);
}

dc_str dc_task_bytes(dc_task *task)
{
    return task->bytes ? (dc_str){task->bytes, task->len} : dc_buf_str(&task->data);
}

static decant_status extract(dc_task *task, const decant_options *options, dc_str bytes,
                             decant_page **page, decant_error *error)
{
    decant_options own = *options;
    own.input = task->name;
    own.url = task->url;
    own.content_type = task->content_type;
    own.http_status = task->status;
    own.http_head = dc_buf_str(&task->head).p;
    own.http_head_len = task->head.len;
    if (is_text(task, bytes))
        return dc_page_new_text(&own, bytes.p, bytes.len, page, error);
    return task->bytes ? dc_page_new(&own, bytes.p, bytes.len, page, error)
                       : dc_page_new_of(&own, &task->data, page, error);
}

static void put_words(char *out, size_t cap, dc_str words)
{
    const size_t len = words.len < cap ? words.len : cap - 1;
    memcpy(out, words.p ? words.p : "", words.p ? len : 0);
    out[words.p ? len : 0] = '\0';
}

static void note_verdict(dc_task *task, const char *verdict, dc_str evidence)
{
    put_words(task->error.verdict, sizeof task->error.verdict, dc_str_of(verdict));
    put_words(task->error.evidence, sizeof task->error.evidence, evidence);
}

// What an answer with an error status was instead: its page is looked at, and never given out.
static void judge_failure(dc_task *task, const decant_options *options)
{
    decant_page *page = NULL;
    const dc_str bytes = dc_task_bytes(task);
    dc_str evidence;
    if (bytes.len && !is_text(task, bytes))
        extract(task, options, bytes, &page, NULL);
    if (page) {
        const char *verdict = dc_page_verdict(page, &evidence);
        if (evidence.p)
            note_verdict(task, verdict, evidence);
        dc_page_free(page);
        return;
    }
    dc_arena *arena = dc_arena_new(task->hook, ANSWER_MEMORY);
    dc_wall wall = {0};
    const dc_response response = {.status = task->status, .head = dc_buf_str(&task->head)};
    if (arena && dc_response_judge_alone(arena, &response, &wall) == DECANT_OK && wall.verdict)
        note_verdict(task, wall.verdict, wall.evidence);
    dc_arena_free(arena);
}

void dc_task_work(dc_task *task, const decant_options *options, bool is_raw)
{
    if (task->error.code == DECANT_E_HTTP_STATUS && task->status)
        judge_failure(task, options);
    if (task->error.code != DECANT_OK || load(task, options) != DECANT_OK)
        return;
    const dc_str bytes = dc_task_bytes(task);
    task->n_bytes = bytes.len;
    if (is_raw)
        return;
    extract(task, options, bytes, &task->page, &task->error);
    if (task->error.code == DECANT_E_EMPTY_INPUT)
        note_verdict(task, "empty", DC_STR_NONE);
    // Text refers to these bytes no longer: pages in a window must not hold their sources too.
    dc_buf_free(&task->data);
}
