#include "pipeline/task.h"

#include "base/sniff.h"
#include "base/status.h"
#include "pipeline/file.h"
#include "pipeline/options.h"
#include "pipeline/page.h"

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
    dc_page_free(task->page);
    dc_mem_free(hook, task, sizeof *task);
}

void dc_task_fetched(dc_task *task, const decant_response *response, const decant_error *error)
{
    if (!response || (error && error->code != DECANT_OK)) {
        if (error)
            task->error = *error;
        else
            dc_fail(&task->error, DECANT_E_NETWORK, "%s", decant_status_text(DECANT_E_NETWORK));
        return;
    }
    task->data = dc_buf_on(task->hook, response->body_len);
    dc_buf_append(&task->data, response->body, response->body_len);
    free_string(task->hook, task->url);
    task->url = copied(task->hook, response->url);
    task->content_type = copied(task->hook, response->content_type);
    if (dc_buf_status(&task->data) != DECANT_OK || !task->url ||
        (response->content_type && !task->content_type))
        dc_fail(&task->error, DECANT_E_NOMEM, "out of memory");
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

void dc_task_work(dc_task *task, const decant_options *options)
{
    if (task->error.code != DECANT_OK || load(task, options) != DECANT_OK)
        return;
    const dc_str bytes = task->bytes ? (dc_str){task->bytes, task->len} : dc_buf_str(&task->data);
    task->n_bytes = bytes.len;
    decant_options own = *options;
    own.input = task->name;
    own.url = task->url;
    own.content_type = task->content_type;
    if (is_text(task, bytes))
        dc_page_new_text(&own, bytes.p, bytes.len, &task->page, &task->error);
    else
        dc_page_new(&own, bytes.p, bytes.len, &task->page, &task->error);
    // Text refers to these bytes no longer: pages in a window must not hold their sources too.
    dc_buf_free(&task->data);
}
