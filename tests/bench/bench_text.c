// Plain text through a stream: speed, and how much memory it takes.
//
//     bench_text [MIB] [FILE]   of a text made here, or of a file over and over; default 1024
//
// The text made here is prose of many languages as lines of all kinds, with prompts between them.
// It comes a piece at a time, made outside of the time that is measured. Prints MB/s over the
// thread's CPU time, and for comparison in the same turns those of a copy and of finding the ends
// of lines; then the peak of resident memory.
#include <decant/decant.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <time.h>

enum { PIECE = 4 << 20, SLICE = 256 << 10 };

static const char *const english[] = {
    "The council approved the plan for the harbour on Tuesday, after two years of debate.",
    "Work on the new bridge will start in May and end, if all goes well, before the winter.",
    "“We never thought it would come to this,” she said, and closed the door.",
    "It’s the third time in ten years that the river has left its bed.",
    "In 1987 the mill burned down; nothing of it was left but the chimney.",
    "He had been walking for hours when he saw the light of a house between the trees.",
    "Prices rose by 3.4 per cent in the year to March, the office said.",
    "Some of the people who live here have never seen the sea – it is forty miles away.",
    "You can find the recipe at the end of this page, but read the notes first.",
    "Why did nobody ask? Perhaps because everyone knew the answer.",
    "Add the butter, the salt and the flour, and stir until the dough is smooth.",
    "A new report from the university says that bees sleep for about six hours a night.",
    "To be able to read a map is a skill that one does not lose.",
    "The results, published in a journal last week, surprised even the authors.",
    "There were 1,200 seats in the hall, and at eight o'clock not one of them was free.",
    "Please note that the museum is closed on Mondays.",
    "Comments by the minister did little to calm the markets.",
    "I would like to thank all of you who wrote to me last month.",
    "No one knows how the cat got in. The windows were shut.",
    "Share prices in Tokyo fell, while those in London did not move at all.",
    "Sign languages have grammars of their own, as rich as those of any spoken language.",
    "Your best chance of seeing the birds is in the hour after sunrise.",
    "Leave the cake in its tin for ten minutes, then turn it out on a rack.",
    "By then the committee had already made up its mind.",
};

static const char *const others[] = {
    "Der Rat hat den Plan für den Hafen nach langer Debatte angenommen.",
    "Die Brücke über den Fluss wird ab Mai gebaut, und zwar größer als bisher.",
    "Über die Kosten schweigt die Stadt; „das prüfen wir noch“, hieß es gestern.",
    "Als er am Abend nach Hause kam, brannte in der Küche noch Licht.",
    "Le conseil a approuvé le projet du port après deux années de débats.",
    "À la fin de l’hiver, les premières hirondelles reviennent au village.",
    "Il n’y avait plus personne dans la rue, sauf un chien qui dormait.",
    "Élu en mars, le maire a promis d’ouvrir une école avant l’été.",
    "El puente nuevo se abrirá en mayo, según explicó ayer el ayuntamiento.",
    "¿Quién iba a pensar que el río llegaría hasta la plaza?",
    "Los niños corrían detrás del tren como si fuera la última vez.",
    "O conselho aprovou o plano do porto, mas as obras só começam em maio.",
    "Il paese si trova in fondo alla valle, dove il fiume è più largo.",
    "Rada miasta przyjęła plan przebudowy portu po dwóch latach sporów.",
    "Żaden z mieszkańców nie spodziewał się, że most zostanie zamknięty.",
    "Belediye, limanın yenilenmesi için hazırlanan planı salı günü onayladı.",
    "İlk kar yağdığında köyün yolu her yıl olduğu gibi kapandı.",
    "Hội đồng thành phố đã thông qua kế hoạch xây dựng cây cầu mới.",
    "Совет одобрил план перестройки порта после двух лет споров.",
    "Когда он вернулся домой, на кухне ещё горел свет.",
    "В этом году зима пришла рано, и река замёрзла уже в ноябре.",
    "Το δημοτικό συμβούλιο ενέκρινε το σχέδιο για το λιμάνι την Τρίτη.",
    "وافق المجلس على خطة الميناء الجديد بعد عامين من النقاش.",
    "كان الضوء لا يزال مضاءً في المطبخ عندما عاد إلى البيت.",
    "המועצה אישרה ביום שלישי את התוכנית לבניית הנמל החדש.",
    "नगर परिषद ने मंगलवार को नए पुल की योजना को मंज़ूरी दे दी।",
    "市议会星期二通过了新港口的建设计划,工程将于五月开始。",
    "他回到家的时候,厨房里的灯还亮着。",
    "市議会は火曜日、新しい橋の計画を承認した。工事は五月に始まる。",
    "冬になると、川の水は少なくなり、子どもたちは石の上を歩いて渡る。",
    "시의회는 화요일에 새 항구 계획을 승인했고 공사는 오월에 시작된다.",
    "그가 집에 돌아왔을 때 부엌에는 아직 불이 켜져 있었다.",
    "สภาเมืองอนุมัติแผนการสร้างสะพานใหม่เมื่อวันอังคาร",
};

static const char *const headings[] = {
    "The harbour",     "What comes next",  "History",       "A long winter",
    "Über die Brücke", "Après la tempête", "Зима у моря",   "港口的历史",
    "橋の話",          "Ingredients",      "12 May 2019",   "Page 3 of 7",
    "- two eggs",      "* 200 g of flour", "1. The river",  "| Year | Rain | Sun |",
    "By Anna Berg",    "Read more",        "ISBN 0-000000", "See also: Bridges & Tunnels",
};

static const char *const prompts[] = {
    "You must be logged in to post a comment",
    "Leave a Reply",
    "Your email address will not be published. Required fields are marked *",
    "12 Comments",
    "Vous devez être connecté pour publier un commentaire.",
    "Du musst angemeldet sein, um einen Kommentar abzugeben.",
    "Для отправки комментария вам необходимо авторизоваться.",
    "要发表评论,您必须先登录。",
};

#define ANY(list) ((list)[random_below(sizeof(list) / sizeof *(list))])

static uint32_t random_below(uint32_t n)
{
    static uint64_t seed = 20;
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((seed >> 33) % n);
}

static size_t put(char *to, const char *s)
{
    const size_t len = strlen(s);
    memcpy(to, s, len);
    return len;
}

// Sentences of English, or of one other language or two.
static size_t sentences(char *to, uint32_t n)
{
    const bool is_english = random_below(10) < 5;
    const uint32_t other = random_below(sizeof others / sizeof *others - 1);
    size_t len = 0;
    for (uint32_t i = 0; i < n; i++) {
        len += put(to + len, is_english ? ANY(english) : others[other + random_below(2)]);
        to[len++] = ' ';
    }
    return len - 1;
}

// A paragraph, a line of wrapped prose, a heading, nothing or a prompt. At most 2 KiB.
static size_t line(char *to)
{
    const uint32_t kind = random_below(1000);
    size_t len = 0;
    if (kind < 5) {
        len = kind == 0 ? sentences(to, 2) : 0;
        len += len ? put(to + len, " ") : 0;
        len += put(to + len, ANY(prompts));
    } else if (kind < 350) {
        len = sentences(to, 2 + random_below(6));
    } else if (kind < 600) {
        len = sentences(to, 1);
    } else if (kind < 800) {
        len = put(to, ANY(headings));
    }
    to[len++] = '\n';
    return len;
}

static size_t make_piece(char *to)
{
    size_t len = 0;
    while (len < PIECE)
        len += line(to + len);
    return len;
}

// The next piece of a file, from its beginning again behind its end.
static size_t read_piece(FILE *file, char *to)
{
    size_t len = fread(to, 1, PIECE, file);
    if (len < PIECE) {
        rewind(file);
        len += fread(to + len, 1, PIECE - len, file);
    }
    return len;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

typedef struct counter {
    uint64_t bytes;
    uint64_t removals;
    char last[SLICE];
} counter;

static int count(void *ctx, const char *bytes, size_t len)
{
    counter *c = ctx;
    c->bytes += len;
    memcpy(c->last, bytes, len < SLICE ? len : SLICE); // as a file would
    return 0;
}

static int count_removal(void *ctx, const decant_removal *removal)
{
    (void)removal;
    ((counter *)ctx)->removals++;
    return 0;
}

static size_t count_lines(const char *p, size_t len)
{
    size_t n = 0;
    for (const char *end = p + len; (p = memchr(p, '\n', (size_t)(end - p))); p++)
        n++;
    return n;
}

typedef struct times {
    double cleaning;
    double copying;
    double lines;
} times;

// A slice at a time, each read in all ways before the next comes, so that none finds it colder.
static void run_piece(decant_text_stream *stream, const char *piece, size_t len, times *t,
                      size_t *n_lines)
{
    static char copied[SLICE];
    for (size_t at = 0; at < len; at += SLICE) {
        const size_t n = len - at < SLICE ? len - at : SLICE;
        const double start = now();
        decant_text_stream_feed(stream, piece + at, n, NULL);
        const double fed = now();
        memcpy(copied, piece + at, n);
        __asm__ volatile("" ::"r"(copied) : "memory");
        const double done = now();
        *n_lines += count_lines(piece + at, n);
        t->lines += now() - done;
        t->copying += done - fed;
        t->cleaning += fed - start;
    }
}

int main(int argc, char **argv)
{
    const uint64_t size = (argc > 1 ? strtoull(argv[1], NULL, 10) : 1024) << 20;
    static char piece[PIECE + 4096];
    static counter out;
    FILE *file = argc > 2 ? fopen(argv[2], "r") : NULL;
    decant_options options = DECANT_OPTIONS_INIT;
    options.removed = count_removal;
    options.removed_ctx = &out;
    decant_text_stream *stream;
    if ((argc > 2 && !file) ||
        decant_text_stream_new(&options, count, &out, &stream, NULL) != DECANT_OK)
        return 1;
    times t = {0};
    uint64_t done = 0;
    size_t n_lines = 0;
    while (done < size) {
        const size_t len = file ? read_piece(file, piece) : make_piece(piece);
        if (len == 0)
            return 1;
        run_piece(stream, piece, len, &t, &n_lines);
        done += len;
    }
    decant_text_stream_finish(stream, NULL);
    decant_text_stream_free(stream);
    if (file)
        fclose(file);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    struct utsname machine;
    uname(&machine);
    const double mb = (double)done / 1e6;
    printf("%s %s, %.0f MB in, %zu lines, %.0f MB out, %llu removals\n", machine.sysname,
           machine.machine, mb, n_lines, (double)out.bytes / 1e6, (unsigned long long)out.removals);
    printf("%.0f MB/s; a copy %.0f MB/s, %.1f x; ends of lines %.0f MB/s, %.1f x; peak %ld KiB\n",
           mb / t.cleaning, mb / t.copying, t.cleaning / t.copying, mb / t.lines,
           t.cleaning / t.lines, usage.ru_maxrss);
    return 0;
}
